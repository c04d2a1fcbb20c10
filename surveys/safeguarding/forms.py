"""Forms of the leads' desk: a decision, a rule by phrases or by answers, and a text to try."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from derbyvoice.govuk.forms import SplitDateField
from surveys.questionnaires.choices import ONE_OF, QuestionKind
from surveys.questionnaires.definitions import Definition, Question
from surveys.safeguarding.choices import Level, Outcome
from surveys.safeguarding.models import Rule

LONG, PHRASES = 4000, 8000
CONDITIONS = ("first", "second", "third")
NO_CONDITION = ("", "Nothing more")
JOINS = [("all", "All of these are true"), ("any", "One of these is true")]


def refuse(form: forms.Form, refused: ValidationError) -> None:
    """Show what an action refused: at its field where the form has it, else above the form."""
    told = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    for name, lines in told.items():
        for line in lines:
            form.add_error(name if name in form.fields else None, line)


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What did you decide?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decided"},
    )
    referred_to = forms.CharField(
        label="Who was told, or where was it referred to?",
        help_text="A service, a team, or the number of a police log. Only if somebody was told.",
        required=False,
        max_length=300,
    )
    reasons = forms.CharField(
        label="Why?",
        help_text="What you read, what you weighed, and what was done. It is sealed with the flag.",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say why, so that somebody who was not here understands it"},
    )


class RuleFields(forms.Form):
    name = forms.CharField(label="Name of the rule", max_length=80, error_messages={"required": "Give it a name"})
    level = forms.ChoiceField(
        label="How pressing is it?",
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how pressing it is"},
    )


class RuleDates(forms.Form):
    valid_from = SplitDateField(label="From (leave empty: since always)", required=False)
    valid_to = SplitDateField(label="Until (leave empty: for good)", required=False)
    source = forms.CharField(label="Who decided this, or where it is written", required=False, max_length=300)


class PhraseFields(forms.Form):
    phrases = forms.CharField(
        label="Look for",
        help_text="One phrase a line. Capitals, accents, apostrophes and punctuation do not matter. Whole words are "
        "found; * stands for any one word, and at the end of a word for any ending, as in strangl*.",
        max_length=PHRASES,
        widget=text_area(8),
        error_messages={"required": "Write at least one phrase"},
    )
    unless = forms.CharField(
        label="But not as part of",
        help_text="One a line: harmless phrases that hold one of the phrases above.",
        required=False,
        max_length=PHRASES,
        widget=text_area(4),
    )
    examples = forms.CharField(
        label="Sentences that must be found",
        help_text="One a line, made up. The rule is kept only if it finds them all.",
        required=False,
        max_length=PHRASES,
        widget=text_area(4),
    )
    counter_examples = forms.CharField(
        label="Sentences that must not be found",
        help_text="One a line, made up. The rule is kept only if it leaves them all alone.",
        required=False,
        max_length=PHRASES,
        widget=text_area(4),
    )


class PhraseRuleForm(RuleFields, PhraseFields, RuleDates):
    """A rule that looks for phrases."""

    field_order = [*RuleFields.base_fields, *PhraseFields.base_fields, *RuleDates.base_fields]


class AnswersRuleForm(RuleFields, RuleDates):
    """A rule that looks at the answers to questions of one survey: up to three, joined."""

    join = forms.ChoiceField(label="It is raised when", choices=JOINS, initial="all", widget=forms.RadioSelect)
    first = forms.ChoiceField(label="The answer", error_messages={"required": "Choose an answer"})
    second = forms.ChoiceField(label="A second answer", required=False)
    third = forms.ChoiceField(label="A third answer", required=False)
    field_order = [*RuleFields.base_fields, "join", *CONDITIONS, *RuleDates.base_fields]

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "Choose an answer"), *answers_of(definition)]
        for name in CONDITIONS:
            self.fields[name].choices = [NO_CONDITION if name != "first" else offered[0], *offered[1:]]

    def condition(self) -> dict[str, Any]:
        """The tree that was put together, in the form in which surveys branch."""
        chosen = [json.loads(self.cleaned_data[name]) for name in CONDITIONS if self.cleaned_data[name]]
        return {"op": self.cleaned_data["join"], "of": chosen}


def answers_of(definition: Definition) -> Iterator[tuple[str, str]]:
    """Every closed answer that can be looked for: its rule as JSON, and how it reads."""
    for question in definition.questions:
        for rule, words in answers_to(question):
            leaf = {**rule, "question": question.id}
            yield json.dumps(leaf, sort_keys=True), f"{question.text} {words}"


def answers_to(question: Question) -> Iterator[tuple[dict[str, Any], str]]:
    match question.kind:
        case kind if kind in ONE_OF:
            yield from (({"op": "is", "value": option.id}, f"“{option.text}”") for option in question.options)
        case QuestionKind.SEVERAL:
            yield from (
                ({"op": "includes", "value": option.id}, f"among others “{option.text}”") for option in question.options
            )
        case QuestionKind.MATRIX:
            for row in question.options:
                low, high = {"op": "at_most", "row": row.id}, {"op": "at_least", "row": row.id}
                yield from (({**low, "value": n}, f"“{row.text}” {n} or less") for n in range(1, 5))
                yield from (({**high, "value": n}, f"“{row.text}” {n} or more") for n in range(2, 6))
        case QuestionKind.SCALE:
            yield from (({"op": "at_most", "value": number}, f"{number} or less") for number in question.numbers[:-1])
            yield from (({"op": "at_least", "value": number}, f"{number} or more") for number in question.numbers[1:])


def initial_of(rule: Rule) -> dict[str, Any]:
    """What stands in the form of a rule that is kept already."""
    names = ("name", "level", "phrases", "unless", "examples", "counter_examples", "valid_from", "valid_to", "source")
    told = {name: getattr(rule, name) for name in names}
    if not rule.condition:
        return told
    leaves = [json.dumps(leaf, sort_keys=True) for leaf in rule.condition.get("of", ())]
    return {**told, "join": rule.condition.get("op"), **dict(zip(CONDITIONS, leaves, strict=False))}


class TryForm(forms.Form):
    text = forms.CharField(
        label="Try this text",
        help_text="Made up, please. It is not kept.",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write something to try"},
    )
