from typing import Any

from django import forms

from surveys.insight.models import Finding, Theme
from surveys.questionnaires.models import Survey


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


class ThemeOfFindingForm(forms.Form):
    """Rest a finding on every response that carries a theme."""

    theme = forms.ModelChoiceField(Theme.objects.none(), empty_label="Choose a theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.in_use().order_by("name")


class DidForm(forms.Form):
    words = forms.CharField(
        label="What we did about it", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class CorrectionForm(forms.Form):
    """What was learned, said better."""

    title = forms.CharField(max_length=120)
    summary = forms.CharField(
        label="What people said", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}), strip=True
    )
