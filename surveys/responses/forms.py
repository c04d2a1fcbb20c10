"""One question as a form, the consents, and the way back."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator

from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import CONSENT_HINTS, Consent, NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Question

NOT_ON_THE_PAGE = "Choose one of the answers on the page, or skip the question"
STRANGE = "This holds a sign that we cannot keep. Please take it out"


class OwnWords(forms.CharField):
    """Free text in plain words: says how much too long it is, and what cannot be kept."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        too_long = f"Your answer is too long. Please use {max_length:,} letters or fewer"
        super().__init__(max_length=max_length, error_messages={"max_length": too_long}, **kwargs)

    def run_validators(self, value: Any) -> None:
        if "\x00" in str(value):
            raise forms.ValidationError(STRANGE)
        super().run_validators(value)


class QuestionForm(forms.Form):
    """One question; its answer is `answer`, and leaving it empty is skipping it."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", use_required_attribute=False, **kwargs)
        self.question = question
        self.fields["answer"] = field_for(question)

    def answer(self) -> Answer:
        value = self.cleaned_data["answer"]
        if value in ("", None, []):
            return SKIPPED
        match self.question.kind:
            case QuestionKind.SINGLE:
                return Answer(chosen=(value,))
            case QuestionKind.SEVERAL:
                return Answer(chosen=tuple(option.id for option in self.question.options if option.id in value))
            case QuestionKind.SCALE:
                return Answer(number=int(value))
        return Answer(words=value)


def field_for(question: Question) -> forms.Field:
    plain = {"label": question.text, "help_text": question.help, "required": False}
    choices = [(option.id, option.text) for option in question.options]
    wrong = {"invalid_choice": NOT_ON_THE_PAGE, "invalid_list": NOT_ON_THE_PAGE}
    match question.kind:
        case QuestionKind.SINGLE:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=wrong, **plain)
        case QuestionKind.SEVERAL:
            ticks = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=choices, widget=ticks, error_messages=wrong, **plain)
        case QuestionKind.SCALE:
            numbers = [(str(number), str(number)) for number in question.numbers]
            return forms.ChoiceField(choices=numbers, widget=forms.RadioSelect, error_messages=wrong, **plain)
    return OwnWords(max_length=question.max_length, **plain)


def initial_of(question: Question, answer: Answer | None) -> Any:
    """What stands in the form for an answer given before."""
    if answer is None or not answer.given:
        return None
    if question.kind == QuestionKind.SINGLE:
        return answer.chosen[0]
    if question.kind == QuestionKind.SEVERAL:
        return list(answer.chosen)
    return str(answer.number) if question.kind == QuestionKind.SCALE else answer.words


class ConsentForm(forms.Form):
    """What may be done with the answers, use by use. Nothing is ticked until the person ticks it."""

    consents = forms.MultipleChoiceField(
        label="I agree to",
        help_text="Tick only what you want. You can tick nothing. You can change this later with your return words.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Tick only what is on the page"},
    )
    address = forms.CharField(
        label="A safe e-mail address",
        help_text="Only if you ticked that we may contact you. Leave it empty if somebody else reads your e-mail.",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
        error_messages={"max_length": "This address is too long"},
    )

    def __init__(self, offered: tuple[str, ...], *args: Any, ask_address: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", use_required_attribute=False, **kwargs)
        kept = [consent for consent in Consent if consent in offered]
        self.fields["consents"].choices = [(consent.value, consent.label) for consent in kept]
        self.fields["consents"].widget.attrs["hints"] = {consent.value: CONSENT_HINTS[consent] for consent in kept}
        if not ask_address or Consent.CONTACT not in kept:
            del self.fields["address"]

    def clean_consents(self) -> frozenset[Consent]:
        return frozenset(map(Consent, self.cleaned_data["consents"]))

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        if address:
            EmailValidator("Enter an e-mail address in the right form, like name@example.org")(address)
        return address

    def clean(self) -> None:
        wants = Consent.CONTACT in self.cleaned_data.get("consents", ())
        if wants and "address" in self.fields and not self.cleaned_data.get("address") and "address" not in self.errors:
            self.add_error("address", "Enter an e-mail address, or take out the tick at “You may contact me”")


class ReturnForm(forms.Form):
    return_words = forms.CharField(
        label="Your return words",
        help_text="Five words with a space between them. Capital letters do not matter.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": "Enter your five return words", "max_length": "That is more than five words"},
    )


SILENCES = {choice.value: choice for choice in NoAnswer}
