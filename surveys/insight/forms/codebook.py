from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from derbyvoice.users.models import User
from surveys.insight.forms.texts import colleagues
from surveys.insight.models import Theme
from surveys.questionnaires.models import Survey


class ThemeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a theme means. Examples are invented or redacted, never copied from what somebody wrote."""

    class Meta:
        model = Theme
        fields = ["name", "definition", "include", "exclude", "parent"]
        labels = {
            "definition": "What it means",
            "include": "An example that belongs here",
            "exclude": "An example that does not",
            "parent": "Below which theme",
        }
        help_texts = {"include": "Invent one. Never copy what somebody wrote."}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("definition", "include", "exclude")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Theme.objects.in_use().filter(parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = "It stands alone"


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(Theme.objects.none(), label="It becomes part of", empty_label="Choose a theme")

    def __init__(self, theme: Theme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Theme.objects.in_use().exclude(pk=theme.pk).order_by("name")


class SplitForm(forms.Form):
    """Two themes in place of one."""

    first = forms.CharField(label="The first new theme", max_length=60)
    first_definition = forms.CharField(
        label="What the first means", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    second = forms.CharField(label="The second new theme", max_length=60)
    second_definition = forms.CharField(
        label="What the second means", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_second(self) -> str:
        """The two differ."""
        second = str(self.cleaned_data["second"])
        if second.lower() == self.cleaned_data.get("first", "").lower():
            raise ValidationError("Give the two different names")
        return second

    @property
    def into(self) -> list[dict[str, str]]:
        told = self.cleaned_data
        return [{"name": told[part], "definition": told[f"{part}_definition"]} for part in ("first", "second")]


class SampleForm(forms.Form):
    """Whom to ask for a second look, and at how many texts."""

    coder = forms.ModelChoiceField(User.objects.none(), label="Who codes them again", empty_label="Choose a person")
    survey = forms.ModelChoiceField(Survey.objects.all(), required=False, empty_label="All surveys and sessions")
    size = forms.IntegerField(label="How many texts", min_value=1, max_value=200, initial=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coder"].queryset = colleagues()
