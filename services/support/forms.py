"""What a person chooses and tells on the private page. Only a name to call them by and one safe way are needed."""

from typing import Any

from django import forms

from derbyvoice.govuk.rows import ManyRowsField
from services.directory.models import Service


class AskForm(forms.Form):
    """Which help, and how to be reached without danger."""

    services = ManyRowsField(
        label="Which help would you like?",
        queryset=Service.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one, or leave this page"},
        help_text="You can choose more than one.",
    )
    name = forms.CharField(
        label="What should they call you?",
        max_length=80,
        help_text="It does not have to be your full name.",
        widget=forms.TextInput(attrs={"width": "20"}),
        error_messages={"required": "Write a name that they can ask for"},
    )
    safe_contact = forms.CharField(
        label="How can they reach you safely?",
        max_length=500,
        help_text="For example a phone number, and when it is safe to call. Or: do not leave a message.",
        widget=forms.Textarea(attrs={"rows": 3, "threshold": 75}),
        error_messages={"required": "Write one way that is safe for you"},
    )
    words = forms.CharField(
        label="Is there anything they should know? (optional)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "threshold": 75}),
    )
    agree = forms.BooleanField(
        label="I agree that the services I chose get what I wrote here",
        error_messages={"required": "Tick the box if you agree. Without it we send nothing"},
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["services"]
        field.queryset = offered  # type: ignore[attr-defined]
        field.widget.attrs["hints"] = {str(one.pk): one.plain_words for one in offered}
