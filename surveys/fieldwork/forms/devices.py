"""A device that is handed round."""

from typing import Any

from django import forms

from surveys.questionnaires.models import Survey

TURNS = [
    ("4", "4 hours"),
    ("12", "12 hours"),
    ("24", "A day"),
    ("168", "A week"),
    ("0", "Only by button"),
]


class DeviceForm(forms.Form):
    name = forms.CharField(label="Which device?", help_text="For example: tablet 3, Chesterfield team.", max_length=60)
    survey = forms.ModelChoiceField(None, label="Which survey?", empty_label="Choose one")
    days = forms.IntegerField(
        label="For how many days?", min_value=1, max_value=90, initial=7, widget=forms.NumberInput(attrs={"width": "3"})
    )
    most = forms.IntegerField(
        label="How many responses at most?", min_value=1, max_value=1000, initial=50,
        widget=forms.NumberInput(attrs={"width": "4"}),
    )  # fmt: skip
    turn_hours = forms.TypedChoiceField(
        label="The link changes after", choices=TURNS, coerce=int, initial="24",
        help_text="The device moves to the new link by itself when the next person begins. An old link that somebody"
        " copied is worthless then.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = Survey.objects.open().order_by("title", "id")
