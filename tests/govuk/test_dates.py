from datetime import date

import pytest
from django import forms

from derbyvoice.govuk.forms import SplitDateField


class Form(forms.Form):
    day = SplitDateField(required=False)


def typed(day, month, year):
    return Form({"day_day": day, "day_month": month, "day_year": year})


@pytest.mark.parametrize("month", ["3", "03", "mar", "March", "MARCH"])
def test_a_month_may_be_a_number_or_a_word(month):
    form = typed("27", month, "2026")
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 27)


def test_a_date_that_may_be_skipped_is_none():
    form = typed("", "", "")
    assert form.is_valid()
    assert form.cleaned_data["day"] is None


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("31", "2", "2026"), "Enter a real date, like 27 3 2026"),
        (("x", "2", "2026"), "Enter a real date, like 27 3 2026"),
        (("²", "2", "2026"), "Enter a real date, like 27 3 2026"),
        (("1", "13", "2026"), "Enter a real date, like 27 3 2026"),
        (("1", "1", "26"), "The year must have 4 numbers, like 2026"),
        (("1", "", "2026"), "The date must include a month"),
        (("", "", "2026"), "The date must include a day and month"),
    ],
)
def test_a_wrong_date_says_how_to_mend_it(parts, message):
    assert typed(*parts).errors == {"day": [message]}


def test_a_date_is_changed_only_if_another_one_is_typed():
    form = Form({"day_day": "27", "day_month": "3", "day_year": "2026"}, initial={"day": date(2026, 3, 27)})
    assert not form.has_changed()
