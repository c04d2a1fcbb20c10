"""Asking for a copy of closed answers, and deciding about it."""

from typing import Any

from django import forms

from surveys.insight.models import Extract
from surveys.questionnaires.models import Version


class ExtractForm(forms.ModelForm):  # type: ignore[type-arg]
    version = forms.ModelChoiceField(Version.objects.none(), label="Survey", empty_label="Choose a survey")

    class Meta:
        model = Extract
        fields = ["version", "kind", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4}), "kind": forms.RadioSelect}
        labels = {"kind": "Kind of file", "reason": "What you need it for"}
        help_texts = {"reason": "A colleague reads this and decides. Do not write about a person."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = Version.objects.select_related("survey").order_by("survey__title", "-number")
        self.fields["version"].queryset = versions
        self.fields["version"].label_from_instance = lambda one: f"{one.survey.title}, version {one.number}"


class RefusalForm(forms.Form):
    refusal = forms.CharField(label="Why not, if you refuse", max_length=300, required=False)
