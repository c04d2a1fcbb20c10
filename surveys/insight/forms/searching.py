from django import forms

from surveys.insight.models import Theme
from surveys.questionnaires.models import Survey


class SearchForm(forms.Form):
    """Words that stand together in a text. They travel in the body, so that no address or log holds them."""

    words = forms.CharField(
        label="Words to look for",
        max_length=80,
        min_length=3,
        help_text="They are found as they stand together, whatever their capitals.",
        error_messages={"min_length": "Write at least 3 letters"},
    )


class StandingOutForm(forms.Form):
    """Words of which survey, or of which theme, stand out."""

    survey = forms.ModelChoiceField(Survey.objects.all(), required=False, empty_label="No survey")
    theme = forms.ModelChoiceField(Theme.objects.none(), required=False, empty_label="No theme")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["theme"].queryset = Theme.objects.in_use().order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("survey")) == bool(cleaned.get("theme")):
            raise forms.ValidationError("Choose a survey or a theme, one of them")
        return cleaned
