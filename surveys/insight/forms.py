from typing import Any

from django import forms

from surveys.insight.models import Finding
from surveys.questionnaires.models import Survey


class ResponseFilter(forms.Form):
    """Which responses to list. What is not valid filters nothing."""

    survey = forms.ModelChoiceField(
        Survey.objects.all(), required=False, to_field_name="slug", empty_label="All surveys"
    )
    words = forms.BooleanField(label="With own words", required=False)
    unread = forms.BooleanField(label="Not read yet", required=False)


class FindingForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Finding
        fields = ["survey", "title", "summary", "what_we_did"]
        widgets = {"summary": forms.Textarea, "what_we_did": forms.Textarea}
        labels = {"summary": "What people said", "what_we_did": "What we did about it"}


class LinkForm(forms.Form):
    """Link a response to a finding about the same survey."""

    finding = forms.ModelChoiceField(Finding.objects.none(), empty_label="Choose a finding")

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].queryset = Finding.objects.filter(survey=survey)
