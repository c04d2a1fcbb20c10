"""One question as a form. Whatever its kind, leaving it empty is skipping it."""

import secrets
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from derbyvoice.govuk.dates import SplitMonthField
from derbyvoice.lib.recordings import MOST_BYTES, MOST_SECONDS, NotASound, Sound, sound_in
from surveys.questionnaires.answers import SKIPPED, Answer, month_number, year_and_month
from surveys.questionnaires.checks import failing, words_for_no_number
from surveys.questionnaires.choices import ONE_OF, WRITTEN, QuestionKind
from surveys.questionnaires.compact import MOST_NUMBER
from surveys.questionnaires.definitions import Question
from surveys.responses.shown import Said

NOT_ON_THE_PAGE = _("Choose one of the answers on the page, or skip the question")
STRANGE = _("This holds a sign that we cannot keep. Please take it out")
TWICE = _("You chose this one twice. Choose each only once")
NO_NUMBER = noop("Enter a whole number from 0 to %(most)s, like 3")
SOUND_FILES = _("An mp3, m4a, wav, ogg or webm file of at most 10 minutes and 10 MB.")
NO_SOUND = {
    "strange": _("We found no sound in this file. Choose an mp3, m4a, wav, ogg or webm file"),
    "empty": _("This is too short to hear anything. Please try again"),
    "long": _("This is longer than %(minutes)s minutes. Please choose a shorter one"),
    "large": _("This file is larger than 10 MB. Please choose a smaller one"),
    "busy": _("We could not look at your file just now. Please try again in a minute"),
}
TOO_LONG = _("Your answer is too long. Please use {most} letters or fewer")
LONGEST_SHORT = 200
NTH = (noop("First"), noop("Second"), noop("Third"), noop("Fourth"), noop("Fifth"), noop("Sixth"), noop("Seventh"))
YEARS = range(1900, 2101)
WRONG = {"invalid_choice": NOT_ON_THE_PAGE, "invalid_list": NOT_ON_THE_PAGE}
Fields = dict[str, forms.Field]


def no_number() -> str:
    return gettext(NO_NUMBER) % {"most": f"{MOST_NUMBER:,}"}


def western(typed: str) -> str:
    """Numbers as they stand on any keyboard: ۳ and ੩ are 3."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in typed)


class OwnWords(forms.CharField):
    """Free text in plain words: says how much too long it is, and what cannot be kept."""

    def __init__(self, *, max_length: int, error_messages: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        too_long = format_lazy(TOO_LONG, most=f"{max_length:,}")
        told = {"max_length": too_long, **(error_messages or {})}
        super().__init__(max_length=max_length, error_messages=told, **kwargs)

    def run_validators(self, value: Any) -> None:
        if "\x00" in str(value):
            raise forms.ValidationError(STRANGE)
        super().run_validators(value)


class WholeNumber(forms.CharField):
    """A number as people write it: 3, 03, 1,500. Kept as typed when it is none."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "width": "5", "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        typed = western(str(value or "").strip().replace(",", ""))
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 12 or int(typed) > MOST_NUMBER:
            raise forms.ValidationError(self.error_messages["invalid"])
        return int(typed)

    def run_validators(self, value: Any) -> None:
        """A number within its limits needs no more: checks of the survey's maker come with the form."""


class MonthOfAYear(SplitMonthField):
    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        if found and found.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"])
        return found


class SoundField(forms.FileField):
    """A recording or a sound file: only the sound in it is kept, whatever the file called itself."""

    def clean(self, value: Any, initial: Any = None) -> Sound | None:
        if value is None:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return None
        try:
            if getattr(value, "too_large", False) or value.size > MOST_BYTES:
                raise NotASound("large")
            return sound_in(value.read())
        except NotASound as error:
            raise forms.ValidationError(NO_SOUND[error.why], params={"minutes": MOST_SECONDS // 60}) from error


class QuestionForm(forms.Form):
    """One question. Most kinds have one field, `answer`; a matrix has one for each row, a ranking one for each place.

    `earlier` are the person's other answers, which a check may look at; `said` are the question's words for them."""

    def __init__(
        self,
        question: Question,
        *args: Any,
        earlier: Mapping[str, Answer] | None = None,
        said: Said | None = None,
        day: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id="%s", use_required_attribute=False, **kwargs)
        self.question, self.earlier, self.day = question, earlier or {}, day or date.max
        self.said = said or Said(question.text, question.help)
        self.sound: Sound | None = None
        self.fields.update(fields_of(question, self.said))

    def clean(self) -> None:
        if self.question.kind == QuestionKind.RANKING:
            self.refuse_doubles()
        if self.question.kind == QuestionKind.VOICE:
            self.sound = self.cleaned_data.get("answer")
        if not self.errors and (words := failing(self.question, self.answer(), self.earlier, day=self.day)):
            self.add_error(next(iter(self.fields)), words)

    def refuse_doubles(self) -> None:
        seen = set()
        for name, id_ in list(self.cleaned_data.items()):
            if id_ and id_ in seen:
                self.add_error(name, TWICE)
            seen.add(id_)

    def answer(self) -> Answer:
        return answer_in(self.question, self.cleaned_data)


def answer_in(question: Question, values: Mapping[str, Any]) -> Answer:
    """The answer that these values of the form mean. A ranking with a gap closes up."""
    if question.kind == QuestionKind.MATRIX:
        rows = [(row.id, int(value)) for row in question.options if (value := values.get(row_name(row.id)))]
        return Answer(rows=tuple(rows)) if rows else SKIPPED
    if question.kind == QuestionKind.RANKING:
        chosen = tuple(filter(None, values.values()))
        return Answer(chosen=chosen) if chosen else SKIPPED
    value = values.get("answer")
    if value in ("", None, []):
        return SKIPPED
    match question.kind:
        case QuestionKind.VOICE:
            return Answer(recording=secrets.token_hex(32))
        case kind if kind in ONE_OF:
            return Answer(chosen=(value,))
        case QuestionKind.SEVERAL:
            return Answer(chosen=tuple(option.id for option in question.options if option.id in value))
        case QuestionKind.MONTH:
            return Answer(number=month_number(value.year, value.month))
        case kind if kind in WRITTEN:
            return Answer(words=value)
    return Answer(number=int(value))


def row_name(row: str) -> str:
    return f"answer_{row}"


def fields_of(question: Question, said: Said) -> Fields:
    match question.kind:
        case QuestionKind.STATEMENT:
            return {}
        case QuestionKind.MATRIX:
            return {row_name(row.id): steps(question, label=row.text, required=False) for row in question.options}
        case QuestionKind.RANKING:
            return {f"answer_{place}": ranked(question, place) for place in range(1, len(question.options) + 1)}
    return {"answer": field_for(question, said)}


def steps(question: Question, **plain: Any) -> forms.Field:
    numbers = [(str(number), str(number)) for number in question.numbers]
    return forms.ChoiceField(choices=numbers, widget=forms.RadioSelect, error_messages=WRONG, **plain)


def ranked(question: Question, place: int) -> forms.Field:
    choices = [("", _("Choose one")), *((option.id, option.text) for option in question.options)]
    label = gettext(NTH[place - 1])
    return forms.ChoiceField(choices=choices, label=label, required=False, error_messages=WRONG)


def field_for(question: Question, said: Said) -> forms.Field:
    plain = {"label": said.text, "help_text": said.help, "required": False}
    choices = [(option.id, option.text) for option in question.options]
    match question.kind:
        case kind if kind in ONE_OF:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=WRONG, **plain)
        case QuestionKind.SEVERAL:
            ticks = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=choices, widget=ticks, error_messages=WRONG, **plain)
        case QuestionKind.SCALE:
            return steps(question, **plain)
        case QuestionKind.NUMBER:
            return WholeNumber(error_messages={"invalid": words_for_no_number(question) or no_number()}, **plain)
        case QuestionKind.MONTH:
            return MonthOfAYear(**plain)
        case QuestionKind.VOICE:
            return SoundField(required=False, label=_("A sound file"), help_text=SOUND_FILES)
        case QuestionKind.SHORT:
            return OwnWords(max_length=min(question.max_length, LONGEST_SHORT), **plain)
    return OwnWords(max_length=question.max_length, widget=forms.Textarea, **plain)


def initial_of(question: Question, answer: Answer | None) -> dict[str, Any]:
    """What stands in the form for an answer given before."""
    if answer is None or not answer.given:
        return {}
    match question.kind:
        case kind if kind in ONE_OF:
            return {"answer": answer.chosen[0]}
        case QuestionKind.SEVERAL:
            return {"answer": list(answer.chosen)}
        case QuestionKind.MATRIX:
            return {row_name(row): str(value) for row, value in answer.rows}
        case QuestionKind.RANKING:
            return {f"answer_{place}": id_ for place, id_ in enumerate(answer.chosen, start=1)}
        case QuestionKind.MONTH:
            year, month = year_and_month(answer.number or 0)
            return {"answer": (str(month), str(year))}
        case kind if kind in WRITTEN:
            return {"answer": answer.words}
        case QuestionKind.VOICE:
            return {}
    return {"answer": str(answer.number)}
