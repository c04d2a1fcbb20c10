"""Amounts as people write them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.govuk.money import PoundsField


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("1200", 120000), ("£1,200,000", 120000000), (" 15.50 ", 1550), ("0", 0), ("15.5", 1550), ("1 200", 120000)],
)
def test_amounts_become_whole_pence(typed, pence):
    assert PoundsField().clean(typed) == pence


@pytest.mark.parametrize("typed", ["lots", "1.234", "-5", "NaN", "Infinity", "1e99", "12.3.4", "£", "\x00", "9" * 5000])
def test_what_is_no_amount_is_refused_with_words(typed):
    with pytest.raises(ValidationError) as refused:
        PoundsField().clean(typed)
    assert refused.value.messages[0]


def test_a_change_may_go_down_where_it_is_said():
    assert PoundsField(negative=True).clean("-5") == -500


def test_an_empty_amount_is_nothing_where_it_may_be():
    assert PoundsField(required=False).clean("") is None


@given(st.integers(0, 10**12))
def test_what_is_shown_reads_back_the_same(pence):
    assert PoundsField().clean(PoundsField().prepare_value(pence)) == pence
