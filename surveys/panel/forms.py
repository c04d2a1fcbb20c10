from django import forms

from derbyvoice.govuk.rows import ManyRowsField
from surveys.panel.models import Topic


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="Use one that nobody else reads. We send a code to it. We never show it to anybody.",
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code from the e-mail",
        help_text="Six numbers.",
        max_length=20,
        error_messages={"required": "Enter the code from the e-mail"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "width": "10"}),
    )
    topics = ManyRowsField(
        Topic.objects.all(),
        label="What may we ask you about?",
        help_text="Choose as many as you like, or none. You can change this later by joining again.",
        required=False,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose only what is on the page"},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
