"""What staff fill in: a wave, and counts of districts and groups as CSV."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from derbyvoice.govuk.dates import SplitDateField
from derbyvoice.govuk.rows import ManyRowsField
from derbyvoice.office import clock
from derbyvoice.office.models import Cohort, District
from surveys.panel.choices import Kind, Repeat
from surveys.panel.models import Series, Topic
from surveys.questionnaires.models import Survey

PLAIN = {"auto_id": "%s", "use_required_attribute": False}
NEW = "new"
MOST_BYTES = 200_000
MOST_ROWS = 500
COLUMNS = ["kind", "code", "number", "source"]


class WaveForm(forms.Form):
    """A wave of a new series or of one that was begun."""

    series = forms.ChoiceField(
        label="Series",
        help_text="Waves of a series ask the same people again, so that you see what changed.",
        error_messages={"invalid_choice": "Choose a series from the list"},
    )
    survey = forms.ModelChoiceField(
        Survey.objects.open(),
        label="Survey",
        help_text="For a new series only.",
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "Choose a survey from the list"},
    )
    name = forms.CharField(label="Name of the new series", help_text="For staff only.", max_length=80, required=False)
    repeat = forms.ChoiceField(label="Which wave is it?", choices=Repeat.choices, widget=forms.RadioSelect)
    topics = ManyRowsField(
        Topic.objects.all(),
        label="Ask members who chose",
        help_text="None means everybody, whatever they chose.",
        required=False,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose only what is on the page"},
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label="Only who lives in", required=False, empty_label="Anywhere", to_field_name="code"
    )
    cohort = forms.ModelChoiceField(
        Cohort.objects.all(), label="Only this group", required=False, empty_label="Everybody", to_field_name="key"
    )
    opens_on = SplitDateField(label="First day")
    closes_on = SplitDateField(label="Last day")
    reminders = forms.TypedChoiceField(
        label="Reminders, a week apart",
        choices=[(0, "None"), (1, "One"), (2, "Two")],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how many reminders", "invalid_choice": "Choose at most two reminders"},
    )
    told_months = forms.IntegerField(
        label="Who told us about the topic in so many months may use that instead",
        min_value=1,
        max_value=24,
        widget=forms.NumberInput(attrs={"width": "3", "suffix": "months"}),
    )
    skip_told = forms.BooleanField(label="Do not ask those people at all", required=False)

    def __init__(self, data: Any = None) -> None:
        today = clock.today()
        start = {"opens_on": today, "closes_on": today + timedelta(days=28), "reminders": 1, "told_months": 6}
        super().__init__(data, initial={"series": NEW, "repeat": Repeat.FIRST, **start}, **PLAIN)  # type: ignore[arg-type]
        rows = Series.objects.order_by("name").values_list("pk", "name")[:200]
        self.fields["series"].choices = [(NEW, "A new series"), *((str(pk), name) for pk, name in rows)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if self.cleaned_data.get("series") != NEW:
            return
        if not self.cleaned_data.get("survey") and "survey" not in self.errors:
            self.add_error("survey", "Choose the survey of the new series")
        name = self.cleaned_data.get("name", "")
        if not name:
            self.add_error("name", "Name the new series")
        elif Series.objects.filter(name=name).exists():
            self.add_error("name", "There is a series of this name. Choose it above, or another name")


class FiguresForm(forms.Form):
    """Counts of districts and groups, pasted as CSV."""

    table = forms.CharField(
        label="Counts as CSV",
        help_text="One line each: population or crime, code of the district or key of the group, number, source.",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": "Paste the counts"},
    )

    def clean_table(self) -> list[dict[str, Any]]:
        """A row for each line. Raises `ValidationError` that names each line that is not right."""
        text = self.cleaned_data["table"]
        if len(text) > MOST_BYTES:
            raise ValidationError("This is too long. Load it in parts.")
        lines = [line for line in csv.reader(StringIO(text.replace("\x00", ""))) if any(part.strip() for part in line)]
        if lines and [part.strip().lower() for part in lines[0]] == COLUMNS:
            lines = lines[1:]
        if not lines or len(lines) > MOST_ROWS:
            raise ValidationError(f"Give between 1 and {MOST_ROWS} lines.")
        return self.rows_of(lines)

    def rows_of(self, lines: list[list[str]]) -> list[dict[str, Any]]:
        places = {row.code: row for row in District.objects.all()}
        groups = {row.key: row for row in Cohort.objects.all()}
        found, wrong = [], []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(row_of([part.strip() for part in line], places, groups))
            except ValueError as error:
                wrong.append(f"Line {number}: {error}")
        if wrong:
            raise ValidationError(wrong[:20])
        return found


def row_of(line: list[str], places: dict[str, District], groups: dict[str, Cohort]) -> dict[str, Any]:
    if len(line) != len(COLUMNS):
        raise ValueError(f"there are {len(line)} parts, not {len(COLUMNS)}")
    kind, code, number, source = line
    if kind not in Kind.values:
        raise ValueError(f"the kind is not {' or '.join(Kind.values)}")
    if code not in places and code not in groups:
        raise ValueError("no district and no group has this code")
    digits = number.replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise ValueError("the number is not a whole number")
    if not source or len(source) > 200:
        raise ValueError("say where the number is from, in at most 200 letters")
    return {
        "kind": kind,
        "district": places.get(code),
        "cohort": None if code in places else groups[code],
        "number": int(digits),
        "source": source,
    }
