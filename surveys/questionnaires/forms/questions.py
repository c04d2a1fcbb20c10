"""One question on one page: its words, its options, when it is shown, and what an answer must be."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http import QueryDict

from surveys.questionnaires.checks import checks_for
from surveys.questionnaires.choices import Measure, NoAnswer
from surveys.questionnaires.definitions import Definition, Question, Rule, question_from
from surveys.questionnaires.editing import QUESTION, Raw, fresh_id
from surveys.questionnaires.forms import checks, conditions
from surveys.questionnaires.forms.checks import CheckForm
from surveys.questionnaires.forms.conditions import JOINS, ConditionForm
from surveys.questionnaires.forms.fields import LineField, LinesField, SeenForm, TicksField
from surveys.questionnaires.forms.options import OptionForm, options_from
from surveys.questionnaires.forms.rows import Values, dropped, numbers_in, raised, row_prefix
from surveys.questionnaires.logic import operators_for
from surveys.questionnaires.parts import OF_SOME_KINDS, PARTS
from surveys.questionnaires.telling import fixed_options

SPARE_ROWS: Final = 2
FEWEST_ROWS: Final = 4
ASKED_SILENCES: Final = [(one.value, one.label) for one in NoAnswer if one != NoAnswer.SKIPPED]
Fields = dict[str, Callable[[], forms.Field]]


def whole_number(label: str, low: int, high: int) -> Callable[[], forms.Field]:
    words = f"Write a number from {low} to {high:,}"
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    box = forms.NumberInput(attrs={"width": "5"})
    return lambda: forms.IntegerField(min_value=low, max_value=high, label=label, widget=box, error_messages=errors)


MEASURES: Final = [("", "Nothing in particular"), *Measure.choices]
FIELDS: Final[Fields] = {
    "low": whole_number("Lowest number", 0, 9),
    "high": whole_number("Highest number", 1, 20),
    "low_label": lambda: LineField(label="Words for the low end", max_length=60, required=False),
    "high_label": lambda: LineField(label="Words for the high end", max_length=60, required=False),
    "max_length": whole_number("Most letters", 1, 20_000),
    "measures": lambda: forms.ChoiceField(label="What it is known to ask", choices=MEASURES, required=False),
}


class QuestionWords(SeenForm):
    """What every question has, and the plain fields of its kind."""

    text = LinesField(label="The question", max_length=500, rows=2, error_messages={"required": "Write the question"})
    help = LinesField(label="Help below it (optional)", max_length=500, rows=2, required=False)
    for_helper = LinesField(
        label="For somebody who answers for another person (optional)", max_length=500, rows=2, required=False,
        help_text="“Did they feel safe?” instead of “Did you feel safe?”",
    )  # fmt: skip
    for_young = LinesField(
        label="For somebody under 16 (optional)", max_length=500, rows=2, required=False,
        help_text="Shorter and plainer. The answers stay the same.",
    )  # fmt: skip
    silences = TicksField(
        label="Other ways of not answering", choices=ASKED_SILENCES, help_text="Everybody can always skip."
    )
    rights = TicksField(label="Rights in the Victims' Code that it is about")
    section = forms.ChoiceField(label="Section", required=False)
    join = forms.ChoiceField(label="Show this question when", choices=JOINS, required=False)
    keep_rule = forms.BooleanField(label="Keep this rule as it is", required=False, initial=True)
    add_rule = forms.ChoiceField(label="Add a condition about", required=False)

    def __init__(self, *args: Any, editor: "QuestionEditor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = PARTS[editor.kind]
        for name in parts.fields:
            if name in FIELDS:
                self.fields[name] = FIELDS[name]()
        if not parts.silences:
            del self.fields["silences"]
        self.set_choices(editor)

    def set_choices(self, editor: "QuestionEditor") -> None:
        sections = [(section.id, section.title) for section in editor.definition.sections]
        self.fields["section"].choices = [("", "No section"), *sections]  # type: ignore[attr-defined]
        about = [(one.id, f"{one.position + 1}. {one.text}"[:90]) for one in editor.earlier]
        self.fields["add_rule"].choices = [("", "Choose an earlier question"), *about]  # type: ignore[attr-defined]
        self.fields["rights"].choices = editor.rights  # type: ignore[attr-defined]
        if not editor.rights:
            del self.fields["rights"]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields of its kind that are one box each."""
        return [self[name] for name in self.fields if name in FIELDS]

    def clean(self) -> None:
        low, high = self.cleaned_data.get("low"), self.cleaned_data.get("high")
        if low is not None and high is not None and not low < high <= low + 10:
            self.add_error("high", "A scale goes upwards, with at most 11 steps")


class QuestionEditor:
    """A question being edited. `kept` is the question as it stands in the draft, or as it would begin.

    `place` is its place in the survey, since a rule may only look back; `rights` are (key, name) of the rights that a
    question can be tagged with."""

    def __init__(
        self,
        definition: Definition,
        kept: Raw,
        *,
        place: int,
        rights: list[tuple[str, str]],
        kind: str = "",
        revision: int = 0,
    ) -> None:
        self.definition, self.kept, self.kind, self.revision = definition, kept, kind or kept["kind"], revision
        self.rights = rights
        self.earlier = [one for one in definition.questions if one.position < place and operators_for(one.kind)]
        self.parts = PARTS[self.kind]
        self.like: Question = question_from(0, {"id": "new", "text": "", "kind": self.kind})
        self.checkable = bool(checks_for(self.like.kind))
        self.show(shown_values(kept))

    def show(self, values: Values) -> None:
        """Nothing was sent to be saved: the fields show these values."""
        self.words = QuestionWords(editor=self, initial=values["words"], revision=self.revision)
        self.asks_age = values["words"].get("measures") == Measure.AGE
        filled = [row for row in values["options"] if row["text"]]
        spare = [{"id": "", "text": ""}] * max(SPARE_ROWS, FEWEST_ROWS - len(filled))
        options = [*filled, *spare] if self.parts.options else []
        self.options = [self.option(number, initial=row) for number, row in enumerate(options)]
        known = [row for row in values["rules"] if row["question"] in self.definition.by_id]
        self.rules = [self.rule(number, row["question"], initial=row) for number, row in enumerate(known)]
        self.checks = [self.check(number, initial=row) for number, row in enumerate(values["checks"])]
        self.nested: Rule | None = values.get("nested")

    def send(self, data: QueryDict) -> None:
        """What was sent to be saved."""
        self.words = QuestionWords(data, editor=self)
        self.asks_age = data.get("measures") == Measure.AGE
        wanted = numbers_in(data, "option", "text") if self.parts.options else []
        self.options = [self.option(number, data=data) for number in wanted]
        about = {
            number: data[f"{row_prefix('rule', number)}-question"] for number in numbers_in(data, "rule", "question")
        }
        names = {one.id for one in self.earlier}
        self.rules = [self.rule(number, id_, data=data) for number, id_ in about.items() if id_ in names]
        self.checks = [self.check(number, data=data) for number in numbers_in(data, "check", "op") if self.checkable]

    def option(self, number: int, **told: Any) -> OptionForm:
        noun = "Row" if self.kind == "matrix" else "Option"
        return OptionForm(**told, prefix=row_prefix("option", number), place=number, noun=noun, ages=self.asks_age)

    def rule(self, number: int, about: str, **told: Any) -> ConditionForm:
        question = self.definition.by_id[about]
        return ConditionForm(**told, prefix=row_prefix("rule", number), about=question, place=number)

    def check(self, number: int, **told: Any) -> CheckForm:
        where = {"prefix": row_prefix("check", number), "place": number}
        return CheckForm(**told, of=self.like, earlier=self.earlier, **where)

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.forms)

    @property
    def forms(self) -> list[forms.Form]:
        return [self.words, *self.options, *self.rules, *self.checks]

    def is_valid(self) -> bool:
        """Every form is asked, so that everything wrong is shown at once."""
        return not [form for form in self.forms if not form.is_valid()]

    def press(self, button: str, data: QueryDict) -> None:
        """A button that changes rows and saves nothing: `drop-rule-2`, `raise-option-3`, `add-rule`."""
        self.send(data)
        values = sent_values(self)
        verb, _, rest = button.partition("-")
        name, _, number = rest.partition("-")
        name = f"{name.removesuffix('s')}s"
        if verb in CHANGES and name in ROWS and number.isascii() and number.isdigit() and len(number) < 3:
            values[name] = CHANGES[verb](values[name], int(number))
        if button == "add-rule" and values["words"].get("add_rule") in {one.id for one in self.earlier}:
            values["rules"].append({"question": values["words"].pop("add_rule")})
        if button == "fill" and (fixed := fixed_options(values["words"].get("measures", ""))):
            values["options"] = fixed
        if button == "add-check" and self.checkable:
            values["checks"].append({})
        self.show(values)

    def piece(self, taken: set[str]) -> Raw:
        """The question as it is to stand in the draft. A new one gets a short name that is not `taken`."""
        told = self.words.cleaned_data
        kept = {name: value for name, value in self.kept.items() if name not in OF_SOME_KINDS | {"show_when"}}
        every = ("text", "help", "for_helper", "for_young", "section", *self.parts.fields)
        plain = {name: told[name] for name in every if name in told}
        piece = {**kept, "kind": self.kind, **plain}
        piece["id"] = kept["id"] or fresh_id(told["text"], taken, otherwise=QUESTION)
        if self.parts.options:
            fixed = fixed_options(told.get("measures", ""))
            piece["options"] = options_from(self.options, [*fixed, *self.kept.get("options", [])]) or fixed
        if self.parts.silences:
            piece["silences"] = told["silences"]
        piece["rights"] = told.get("rights", self.kept.get("rights", []))
        piece["show_when"] = self.rule_sent()
        piece["validation"] = [form.check() for form in self.checks]
        return {name: value for name, value in piece.items() if value not in EMPTY or name in ALWAYS}

    def rule_sent(self) -> Rule | None:
        _, nested = nested_rule(self.kept)
        if nested and self.words.cleaned_data["keep_rule"] and not self.rules:
            return nested
        join = self.words.cleaned_data["join"] or "all"
        return conditions.joined(join, [form.rule() for form in self.rules])


EMPTY: Final[tuple[Any, ...]] = ("", None, [])
ALWAYS: Final = frozenset(("id", "kind", "text", "silences", "low", "high"))
CHANGES: Final = {"drop": dropped, "raise": raised}
ROWS: Final = frozenset(("options", "rules", "checks"))


def nested_rule(kept: Raw) -> tuple[tuple[str, list[Rule]], Rule | None]:
    """The rule as rows; or no rows, and the rule that rows cannot show."""
    rule = kept.get("show_when")
    rows = conditions.rows_of(rule)
    return (rows, None) if rows is not None else (("all", []), rule)


def shown_values(kept: Raw) -> Values:
    """A question of the draft as the page shows it."""
    (join, rules), nested = nested_rule(kept)
    silences = kept.get("silences", [value for value, _ in ASKED_SILENCES])
    return {
        "words": {**kept, "silences": silences, "join": join},
        "options": list(kept.get("options", [])),
        "rules": [conditions.values_of(rule) for rule in rules],
        "checks": [checks.values_of(check) for check in kept.get("validation", [])],
        "nested": nested,
    }


def sent_values(editor: QuestionEditor) -> Values:
    """What was typed, whether right or wrong, so that a button loses nothing."""
    return {
        "words": typed(editor.words),
        "options": [typed(form) for form in editor.options],
        "rules": [typed(form) for form in editor.rules],
        "checks": [typed(form) for form in editor.checks],
        "nested": nested_rule(editor.kept)[1],
    }


def typed(form: forms.Form) -> Values:
    """The values of a form's fields as they were sent."""
    return {name: form[name].value() for name in form.fields}
