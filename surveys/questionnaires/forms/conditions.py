"""“Show this when …”: one row about one earlier question."""

from typing import Any, Final

from django import forms

from surveys.questionnaires.choices import LISTED, NUMERIC, ONE_OF, NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Question, Rule
from surveys.questionnaires.editing import LONGEST_ID
from surveys.questionnaires.forms.fields import TicksField
from surveys.questionnaires.forms.rows import Values
from surveys.questionnaires.logic import ABOUT_NUMBERS, ABOUT_OPTIONS, WITH_A_LIST, operators_for

ANSWERED: Final = {"answered:yes": True, "answered:no": False}
SILENT: Final = {f"was_silent:{silence.value}": silence.value for silence in NoAnswer}
LABELS: Final = {
    "is": "is",
    "is_not": "is answered, and is not",
    "includes": "includes",
    "includes_any_of": "includes any of",
    "includes_none_of": "is answered, and includes none of",
    "at_least": "is this or more",
    "at_most": "is this or less",
    "between": "is between these two",
    "equals": "is exactly",
    "answered:yes": "is answered",
    "answered:no": "is not answered",
    **{key: f"was left with “{NoAnswer(value).label}”" for key, value in SILENT.items()},
}
ONLY_LISTS: Final = {"includes"}
"""Says nothing more than “is” where one option is chosen."""


def choices_for(question: Question) -> list[tuple[str, str]]:
    """The operators that make sense for this question, in words."""
    known = operators_for(question.kind) - (ONLY_LISTS if question.kind in ONE_OF else set())
    labels = {**LABELS, "includes_any_of": "is one of", "includes_none_of": "is answered, and none of"}
    said = labels if question.kind in ONE_OF else LABELS
    return [(key, label) for key, label in said.items() if key.partition(":")[0] in known]


def number_field(question: Question, label: str) -> forms.Field:
    if question.kind == QuestionKind.MONTH:
        plain = forms.TextInput(attrs={"width": "5"})
        return forms.CharField(max_length=7, required=False, label=label, help_text="Like 2026-03.", widget=plain)
    narrow = forms.NumberInput(attrs={"width": "5"})
    whole = {"invalid": "Write a whole number", "min_value": "Write 0 or more", "max_value": "Write a smaller number"}
    return forms.IntegerField(
        min_value=0, max_value=999_999, required=False, label=label, widget=narrow, error_messages=whole
    )


class ConditionForm(forms.Form):
    """An operator and its value, in the fields that the question looked at needs."""

    question = forms.CharField(max_length=LONGEST_ID, widget=forms.HiddenInput)
    op = forms.ChoiceField(label="Condition")

    def __init__(self, *args: Any, about: Question, place: int, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", use_required_attribute=False, **kwargs)
        self.about, self.place = about, place
        self.fields["op"].choices = choices_for(about)  # type: ignore[attr-defined]
        options = [(option.id, option.text) for option in about.options]
        if about.kind == QuestionKind.MATRIX:
            self.fields["row"] = forms.ChoiceField(label="Which row", choices=options, required=False)
        if about.kind in LISTED:
            self.fields["options"] = TicksField(label="Which answer", choices=options)
        if about.kind in NUMERIC or about.kind == QuestionKind.MATRIX:
            self.fields["number"] = number_field(about, "Number")
            self.fields["upto"] = number_field(about, "Up to (for “between”)")

    def clean(self) -> None:
        op, told = self.cleaned_data.get("op", ""), self.cleaned_data
        if op in ABOUT_OPTIONS and "options" not in self.errors:
            self.check_ticks(op, told.get("options") or [])
        if op in ABOUT_NUMBERS and not {"number", "upto"} & set(self.errors):
            self.check_numbers(op)

    def check_ticks(self, op: str, ticked: list[str]) -> None:
        if not ticked:
            self.add_error("options", f"Tick the answers that “{LABELS[op]}” looks for")
        elif len(ticked) > 1 and op not in WITH_A_LIST:
            self.add_error("options", f"“{LABELS[op]}” looks for one answer. Tick one, or choose “any of”")

    def check_numbers(self, op: str) -> None:
        if self.cleaned_data.get("number") in (None, ""):
            self.add_error("number", f"“{LABELS[op]}” needs a number")
        elif op == "between" and self.cleaned_data.get("upto") in (None, ""):
            self.add_error("upto", "“Between” needs a second number")

    def rule(self) -> Rule:
        """The condition as it stands in a definition."""
        told = self.cleaned_data
        op, _, _ = told["op"].partition(":")
        rule: Rule = {"op": op, "question": self.about.id, "value": self.value(op)}
        return {**rule, "row": told["row"]} if told.get("row") and op in ABOUT_NUMBERS else rule

    def value(self, op: str) -> Any:
        told = self.cleaned_data
        if op in ABOUT_OPTIONS:
            return told["options"] if op in WITH_A_LIST else told["options"][0]
        if op in ABOUT_NUMBERS:
            return [told["number"], told["upto"]] if op == "between" else told["number"]
        return {**ANSWERED, **SILENT}[told["op"]]


def values_of(rule: Rule) -> Values:
    """A condition as the row shows it."""
    op, value = rule["op"], rule["value"]
    shown: Values = {"question": rule["question"], "op": op, "row": rule.get("row", "")}
    if op in ABOUT_OPTIONS:
        return {**shown, "options": value if op in WITH_A_LIST else [value]}
    if op in ABOUT_NUMBERS:
        low, high = value if op == "between" else (value, None)
        return {**shown, "number": low, "upto": high}
    key = f"answered:{'yes' if value else 'no'}" if op == "answered" else f"was_silent:{value}"
    return {**shown, "op": key}


JOINS: Final = [
    ("all", "all of these are true"),
    ("any", "at least one of these is true"),
    ("not", "none of these is true"),
]


def rows_of(rule: Rule | None) -> tuple[str, list[Rule]] | None:
    """How the conditions are joined, and each; None for a rule within a rule, which rows cannot show."""
    if rule is None:
        return "all", []
    if "of" not in rule:
        return "all", [rule]
    return None if any("of" in part for part in rule["of"]) else (rule["op"], rule["of"])


def joined(join: str, rules: list[Rule]) -> Rule | None:
    """One rule from the rows; none when there are no rows."""
    if not rules:
        return None
    return rules[0] if len(rules) == 1 and join != "not" else {"op": join, "of": rules}
