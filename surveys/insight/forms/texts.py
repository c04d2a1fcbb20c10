"""Working on one text: taking words out, coding, choosing a quote, passing it on."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from derbyvoice.govuk.rows import ManyRowsField
from derbyvoice.lib.passages import Place, runs, sentences
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions.redacting import CHANGED, Part
from surveys.insight.choices import Audience, PassedOn, Reason, SentBack
from surveys.insight.models import Finding, Passage, Theme

MOST_CHOSEN = 500
"""No text that people can send has more sentences than this."""
LONGEST_WORDS = 300
"""Characters that can be typed to be taken out at once."""


class RedactForm(forms.Form):
    """Which parts go. Parts that are listed may be kept after all; words that are typed go wherever they stand.

    `stamp` says what the page shows: a part that stood on no page was not unticked by anybody."""

    words = forms.CharField(
        label="Take out these words",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Type or copy them as they stand.",
    )
    reason = forms.ChoiceField(label="What they show", choices=Reason.choices, required=False)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, parts: list[Part], stamp: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts, self.stamp = parts, stamp
        names = [(f"{start}-{end}-{reason}", f"{start}-{end}") for start, end, reason in parts]
        self.fields["keep"] = forms.MultipleChoiceField(choices=names, required=False)
        self.fields["reason"].initial = Reason.NAME

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") != self.stamp:
            self.errors.pop("keep", None)
            raise ValidationError(CHANGED)
        return cleaned

    @property
    def chosen(self) -> list[Part]:
        """The listed parts that are still ticked."""
        ticked = set(self.cleaned_data.get("keep", ()))
        return [part for part in self.parts if "-".join(map(str, part)) in ticked]

    @property
    def why(self) -> Reason:
        return Reason(self.cleaned_data.get("reason") or Reason.OTHER)


class ConfirmForm(forms.Form):
    """What the second person decides."""

    why = forms.ChoiceField(label="Why not yet", choices=SentBack.choices, required=False, widget=forms.RadioSelect)


def stamp(text: str) -> str:
    """Tells whether a page showed the text as it stands now: a transcript may be corrected in between."""
    return sha256(text.encode()).hexdigest()[:16]


class SentencesForm(forms.Form):
    """A part of a text: sentences that were ticked, or with JavaScript the words that were marked."""

    start = forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, text: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.every = text, sentences(text)
        self.stamp = stamp(text)
        numbers = [(str(number), str(number)) for number in range(min(len(self.every), MOST_CHOSEN))]
        self.fields["sentence"] = forms.MultipleChoiceField(choices=numbers, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") and cleaned["seen"] != self.stamp:
            raise ValidationError(CHANGED)
        if not self.errors and not self.places:
            raise ValidationError("Tick at least one sentence")
        return cleaned

    @property
    def places(self) -> list[Place]:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start is not None and end is not None and start < end <= len(self.text):
            return [(start, end)]
        return runs(self.every, map(int, self.cleaned_data.get("sentence", ())))


class CodeForm(SentencesForm):
    themes = ManyRowsField(
        Theme.objects.none(), widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick a theme"}
    )

    def __init__(self, text: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(text, *args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.in_use().tree()


class QuoteForm(SentencesForm):
    """Which sentences, for which finding, and where others may read them."""

    finding = forms.ModelChoiceField(Finding.objects.none(), empty_label="Choose a finding")
    audience = forms.ChoiceField(label="Where it may stand", choices=Audience.choices, widget=forms.RadioSelect)

    def __init__(self, passage: Passage, text: str, allowed: list[Audience], *args: Any, **kwargs: Any) -> None:
        super().__init__(text, *args, **kwargs)
        findings = Finding.objects.select_related("survey")
        survey = passage.response.version.survey_id if passage.response else None
        self.fields["finding"].queryset = findings.filter(survey=survey) if survey else findings
        self.fields["audience"].choices = [choice for choice in Audience.choices if choice[0] in allowed]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and len(self.places) > 1:
            raise ValidationError("Tick sentences that follow each other")
        return cleaned


class PassOnForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(), label="To whom", required=False, empty_label="Whoever can take it next"
    )
    reason = forms.ChoiceField(label="Why", choices=PassedOn.choices, widget=forms.RadioSelect)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues().exclude(pk=user.pk)


def colleagues() -> Any:
    """Everybody who may read."""
    held = {"grants__role": roles.RESEARCHER.key, "grants__ended_at": None}
    return User.objects.filter(**held, is_active=True).distinct().order_by("name")
