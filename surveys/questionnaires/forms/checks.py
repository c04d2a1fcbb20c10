"""What an answer must be: one row with the words for when it is not."""

from typing import Any, Final

from django import forms

from surveys.questionnaires.checks import COMPARED, COUNTS, checks_for
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.editing import Raw
from surveys.questionnaires.forms.conditions import number_field
from surveys.questionnaires.forms.fields import LineField
from surveys.questionnaires.forms.rows import Values
from surveys.questionnaires.logic import ABOUT_NUMBERS

LABELS: Final = {
    "at_least": "must be this or more",
    "at_most": "must be this or less",
    "between": "must be between these two",
    "equals": "must be exactly",
    "whole_number": "must be a whole number",
    "not_in_future": "must not be in the future",
    "choose_at_least": "choose at least so many",
    "choose_at_most": "choose at most so many",
    "letters_at_least": "write at least so many letters",
}
NEED_A_NUMBER: Final = ABOUT_NUMBERS | set(COUNTS) | {"letters_at_least"}


class CheckForm(forms.Form):
    """What is checked, against what, and what people are told."""

    op = forms.ChoiceField(label="The answer")

    def __init__(self, *args: Any, of: Question, earlier: list[Question], place: int, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", use_required_attribute=False, **kwargs)
        self.place, known = place, checks_for(of.kind)
        self.fields["op"].choices = [(op, label) for op, label in LABELS.items() if op in known]  # type: ignore[attr-defined]
        self.fields["number"] = number_field(of, "Number")
        if known & ABOUT_NUMBERS:
            self.fields["upto"] = number_field(of, "Up to (for “between”)")
            choices = [("", "No, with the number"), *((one.id, one.text) for one in earlier if one.kind == of.kind)]
            self.fields["other"] = forms.ChoiceField(
                label="Compare with an earlier answer instead?", choices=choices, required=False
            )
        self.fields["words"] = LineField(
            label="What people are told if not",
            max_length=200,
            error_messages={"required": "Say what people are told when the answer does not fit"},
        )

    def clean(self) -> None:
        told, op = self.cleaned_data, self.cleaned_data.get("op", "")
        if told.get("other") and op not in COMPARED:
            self.add_error("other", "This cannot be compared with another answer")
        elif op in NEED_A_NUMBER and not told.get("other") and told.get("number") in (None, ""):
            self.give_error("number", "Write the number that it is checked against")
        elif op == "between" and told.get("upto") in (None, ""):
            self.give_error("upto", "“Between” needs a second number")

    def give_error(self, name: str, words: str) -> None:
        if name not in self.errors:
            self.add_error(name, words)

    def check(self) -> Raw:
        """The check as it stands in a definition."""
        told = self.cleaned_data
        found: Raw = {"op": told["op"], "words": told["words"]}
        if told.get("other"):
            return {**found, "question": told["other"]}
        if told["op"] == "between":
            return {**found, "value": [told["number"], told["upto"]]}
        return {**found, "value": told["number"]} if told["op"] in NEED_A_NUMBER else found


def values_of(check: Raw) -> Values:
    """A check as the row shows it."""
    value = check.get("value")
    low, high = value if isinstance(value, list) else (value, None)
    return {"op": check["op"], "number": low, "upto": high, "other": check.get("question", ""), "words": check["words"]}
