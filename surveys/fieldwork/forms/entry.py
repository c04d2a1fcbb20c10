"""A batch of forms, and one form of it with a box for each question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField

from derbyvoice.govuk.dates import SplitDateField
from derbyvoice.office import clock
from surveys.fieldwork import codes
from surveys.fieldwork.actions.entry import refuse_day, whole_path
from surveys.fieldwork.models.entry import BY_HAND
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.checks import failing
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.models import Version
from surveys.responses.question_forms import OwnWords

HIGHEST = 1_000_000
SAMPLES = [("0", "None"), ("20", "1 in 20"), ("10", "1 in 10"), ("5", "1 in 5"), ("1", "Every form")]


class BatchForm(forms.Form):
    version = forms.ModelChoiceField(None, label="Which survey?", empty_label="Choose one")
    channel = forms.ChoiceField(
        label="How did the answers come?",
        choices=[(one.value, one.label) for one in BY_HAND],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label="Batch reference", help_text="As it is written on the box or the list. No names of people.", max_length=60
    )
    sample = forms.TypedChoiceField(
        label="How many forms are typed a second time, by somebody else?", choices=SAMPLES, coerce=int, initial="10"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = Version.objects.select_related("survey").order_by("survey__title", "-number")


@dataclass(frozen=True)
class Line:
    """One question of the form as the page shows it."""

    question: Question
    field: BoundField | None
    codes: list[tuple[int, str]]
    how: str
    off_path: bool

    @property
    def number(self) -> int:
        return self.question.position + 1


class EntryForm(forms.Form):
    """A whole form on one page. Codes as on paper; empty is skipped; `off` are answers that lead nowhere.

    Answers to questions that these answers do not lead to are dropped only if `drop` names exactly them."""

    number = forms.IntegerField(label="Form number", min_value=1, max_value=HIGHEST)
    told_on = SplitDateField(
        label="On which day was it answered?", help_text="At most two years ago. Empty means today.", required=False
    )
    drop = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    slip = forms.BooleanField(
        label="Print return words for this person",
        help_text="Only if you can give the slip to them. The words are shown once.",
        required=False,
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, definition: Definition, *args: Any, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.definition, self.answers, self.off = definition, {}, []  # type: ignore[var-annotated]
        if again:
            for name in ("number", "told_on", "slip", "form_id"):
                del self.fields[name]
        self.fields.update({name_of(one): field_for(one) for one in definition.questions if codes.asks(one)})

    def clean_told_on(self) -> Any:
        day = self.cleaned_data["told_on"] or clock.today()
        refuse_day(day)
        return day

    def clean(self) -> None:
        self.answers = {one.id: self.read(one) for one in self.definition.questions if codes.asks(one)}
        on_path = whole_path(self.definition, self.answers)
        given = [one for one in self.definition.questions if self.answers.get(one.id, SKIPPED).given]
        self.off = [one for one in given if one.id not in on_path]
        for one in given:
            if one.id in on_path and name_of(one) not in self.errors:
                self.check(one, on_path)

    def read(self, question: Question) -> Answer:
        """What was typed at this question; skipped where the page says what is wrong with it."""
        name = name_of(question)
        typed = self.cleaned_data.get(name, "")
        if codes.in_words(question):
            return Answer(words=typed) if typed else SKIPPED
        try:
            return codes.read(question, typed)
        except codes.NotACode as error:
            self.add_error(name, str(error))
            return SKIPPED

    def check(self, question: Question, on_path: dict[str, Answer]) -> None:
        """The limits that the survey's maker set hold on paper too."""
        if words := failing(question, self.answers[question.id], on_path, day=clock.today()):
            self.add_error(name_of(question), words)

    @property
    def to_drop(self) -> str:
        return " ".join(one.id for one in self.off)

    @property
    def may_be_kept(self) -> bool:
        """Nothing is wrong, and what leads nowhere may be dropped."""
        return self.is_valid() and (not self.off or self.cleaned_data["drop"] == self.to_drop)

    def lines(self) -> Iterator[Line]:
        off = {one.id for one in self.off}
        for one in self.definition.questions:
            field = self[name_of(one)] if codes.asks(one) else None
            yield Line(one, field, codes.codes_of(one), codes.HOW.get(one.kind, ""), one.id in off)


def name_of(question: Question) -> str:
    return f"q{question.position + 1}"


def field_for(question: Question) -> forms.Field:
    label = f"{question.position + 1}. {question.text}"
    if codes.in_words(question):
        return OwnWords(max_length=question.max_length, label=label, required=False, widget=forms.Textarea)
    return forms.CharField(label=label, required=False, max_length=200)
