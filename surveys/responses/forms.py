"""The consents, the way back and what can be done there, and forms of the desk. Questions: question_forms.py."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from surveys.questionnaires.choices import CONSENT_HINTS, Consent, NoAnswer
from surveys.questionnaires.models import Survey
from surveys.responses.choices import NO_ADDRESS, Ending
from surveys.responses.question_forms import OwnWords

NOT_ALLOWED = _("You left an address, but did not tick “You may contact me”. Tick it, or empty this field")
NOT_SAFE = _("Tick this only if it is true. If it is not, empty the field above: then we do not contact you")
WE_HOLD_IT = _("We hold the address that you left. Take out the tick, and it is destroyed.")


class ConsentForm(forms.Form):
    """What may be done with the answers, use by use. Nothing is ticked until the person ticks it."""

    consents = forms.MultipleChoiceField(
        label=_("I agree to"),
        help_text=_("Tick only what you want. You can tick nothing. You can change this later with your return words."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Tick only what is on the page")},
    )
    address = forms.CharField(
        label=_("A safe e-mail address"),
        help_text=_("Only if you ticked that we may contact you. Leave it empty if somebody else reads your e-mail."),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
        error_messages={"max_length": _("This address is too long")},
    )

    def __init__(self, offered: tuple[str, ...], *args: Any, ask_address: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", use_required_attribute=False, **kwargs)
        kept = [consent for consent in Consent if consent in offered]
        self.fields["consents"].choices = [(consent.value, gettext(consent.label)) for consent in kept]
        self.fields["consents"].widget.attrs["hints"] = {
            consent.value: gettext(CONSENT_HINTS[consent]) for consent in kept
        }
        if not ask_address or Consent.CONTACT not in kept:
            del self.fields["address"]

    def clean_consents(self) -> frozenset[Consent]:
        return frozenset(map(Consent, self.cleaned_data["consents"]))

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        if address:
            EmailValidator(_("Enter an e-mail address in the right form, like name@example.org"))(address)
        return address

    def clean(self) -> None:
        """An address and the tick for contact come together; neither is dropped unsaid."""
        if "address" not in self.fields or self.errors:
            return
        wants, address = Consent.CONTACT in self.cleaned_data["consents"], self.cleaned_data["address"]
        if wants != bool(address):
            self.add_error("address", NO_ADDRESS if wants else NOT_ALLOWED)


class ConsentAgainForm(ConsentForm):
    """The same after coming back. Who left no address can leave one; it is kept only if they say that it is safe."""

    safe = forms.BooleanField(label=_("Nobody else reads this e-mail"), required=False)

    def __init__(self, offered: tuple[str, ...], *args: Any, left: bool = False, **kwargs: Any) -> None:
        super().__init__(offered, *args, ask_address=not left, **kwargs)
        if left:
            self.fields["consents"].widget.attrs["hints"] |= {Consent.CONTACT.value: gettext(WE_HOLD_IT)}
        if "address" not in self.fields:
            del self.fields["safe"]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("address") and not self.cleaned_data["safe"]:
            self.add_error("safe", NOT_SAFE)


class WorryForm(forms.Form):
    why = forms.CharField(
        label="What worries you?",
        help_text="The leads read what the person wrote, and this. They see how to reach the person; you do not.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what worries you, so that they know where to look"},
    )


class ReturnForm(forms.Form):
    return_words = forms.CharField(
        label=_("Your return words"),
        help_text=_("Five words with a space between them. Capital letters do not matter."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Enter your five return words"), "max_length": _("That is more than five words")},
    )


class AdditionForm(forms.Form):
    answer = OwnWords(
        label=_("What would you like to add?"),
        help_text=_("Please leave out names and addresses."),
        max_length=5000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what you would like to add")},
    )


class MailForm(forms.Form):
    address = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
        error_messages={"required": _("Enter an e-mail address"), "max_length": _("This address is too long")},
        validators=[EmailValidator(_("Enter an e-mail address in the right form, like name@example.org"))],
    )
    safe = forms.BooleanField(
        label=_("Nobody else reads this e-mail"),
        error_messages={"required": _("Tick this only if it is true. If it is not, write the words on paper")},
    )


class WishForm(forms.Form):
    contact = OwnWords(
        label=_("How can we reach you safely?"),
        help_text=_("A telephone number or an e-mail address, and when it is safe. You can give a first name."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say how we can reach you, or go back and stay without a name")},
    )
    safe = forms.BooleanField(
        label=_("Nobody who could hurt me sees or hears this"),
        error_messages={"required": _("Tick this only if it is true. If you are not sure, it is safer to go back")},
    )


class KioskForm(forms.Form):
    name = forms.CharField(
        label="Where does it stand?",
        help_text="For example: front desk, Monday clinic.",
        max_length=60,
        error_messages={"required": "Say where the screen stands", "max_length": "Use 60 letters or fewer"},
    )
    survey = forms.ModelChoiceField(
        Survey.objects.open(),
        label="What is answered on it?",
        error_messages={"required": "Choose a survey", "invalid_choice": "Choose a survey that is open"},
    )


class EndingForm(forms.Form):
    ending = forms.ChoiceField(
        label="How did it end?",
        choices=Ending.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it ended", "invalid_choice": "Choose one of these"},
    )


SILENCES = {choice.value: choice for choice in NoAnswer}
