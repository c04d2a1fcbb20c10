"""Forms for how long something is kept, for holding it, and for finding what is held of a person."""

from typing import Any

from django import forms

from derbyvoice.govuk.forms import SplitDateField
from surveys.retention.choices import METHODS, Method


class RuleForm(forms.Form):
    method = forms.ChoiceField(label="What happens then?", choices=Method.choices, widget=forms.RadioSelect)
    days = forms.IntegerField(
        label="Days it is kept after its last use",
        widget=forms.NumberInput(attrs={"width": "4"}),
        error_messages={"required": "Enter how many days", "invalid": "Enter a whole number of days"},
    )

    def __init__(self, state: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = [choice for choice in Method.choices if choice[0] in METHODS[state]]


class HoldForm(forms.Form):
    response = forms.UUIDField(
        label="Reference of the response",
        help_text="Hold one thing: a response, a survey or a session.",
        required=False,
        error_messages={"invalid": "Enter the whole reference, as it stands in the list of answers"},
    )
    survey = forms.SlugField(
        label="Address of the survey",
        help_text="The part after /s/. Everything that was sent to it is held.",
        required=False,
        error_messages={"invalid": "Enter the address of a survey: small letters, numbers and -"},
    )
    session = forms.UUIDField(
        label="Reference of the session",
        help_text="A researcher finds it on the page of the focus group or interview.",
        required=False,
        error_messages={"invalid": "Enter the whole reference, as it stands on the page of the session"},
    )
    reason = forms.CharField(
        label="Why is it held?",
        help_text="Name the order or the letter. Do not name a person.",
        max_length=300,
        error_messages={"required": "Say why it is held"},
    )
    until = SplitDateField(label="Until (leave empty: until somebody ends it)", required=False)


class PersonForm(forms.Form):
    address = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the address", "invalid": "Enter an address like name@example.org"},
    )
    why = forms.CharField(
        label="Why do you look?",
        help_text="It is kept with your name. Check first that the person who asks is the person of the address.",
        max_length=200,
        error_messages={"required": "Say why you look"},
    )
