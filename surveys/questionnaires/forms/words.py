"""A survey in other words: each text beside the one it translates."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from surveys.questionnaires.editing import CLIPS, WORDS, Raw, piece_of
from surveys.questionnaires.forms.fields import LineField, LinesField
from surveys.questionnaires.languages import LANGUAGES
from surveys.questionnaires.origins import noted, outdated
from surveys.questionnaires.translating import clip_places, is_safe, texts_of, with_clips, with_words

LONG = 80
"""Texts from this length on get a field of several lines."""
LONGEST = 2000
LONGEST_ADDRESS = 500
STILL_FIT = "These words still fit the English text above"


def no_web_address(value: str) -> None:
    if not is_safe(value):
        raise ValidationError("Enter an address that begins with https://")


def name_at(place: str) -> str:
    """The name of the field for a text. It holds none of the words that stand in places: one could look like a secret,
    and what was typed would not be given back."""
    return f"at_{sha256(place.encode()).hexdigest()[:12]}"


class WordsForm(forms.Form):
    """One field for each text, named by its place in the definition, so that what is typed stays with it whatever
    somebody else adds meanwhile. `shown` is the definition that this person had before them, if not this one.

    Beside words that were written for an earlier English one can say that they still fit."""

    def __init__(self, data: Any = None, *, raw: Raw, language: str, shown: Raw | None = None) -> None:
        super().__init__(data, auto_id="%s")
        self.raw, self.language, self.shown = raw, language, shown or raw
        written = clip_places(raw) if language == CLIPS else texts_of(raw)
        self.places = {name_at(place): place for place in written}
        self.outdated = {} if language == CLIPS else outdated(raw, language)
        kept = piece_of(raw, WORDS, language)
        for name, place in self.places.items():
            self.fields[name] = self.field(written[place], initial=kept.get(place, ""))
            if place in self.outdated:
                self.fields[name].help_text = f"Written for an earlier English text: “{self.outdated[place]}”"
                self.fields[f"fits_{name}"] = forms.BooleanField(label=STILL_FIT, required=False)

    def field(self, text: str, *, initial: str) -> forms.Field:
        facts = {"label": text or "No words yet", "initial": initial, "required": False}
        if self.language == CLIPS:
            return LineField(max_length=LONGEST_ADDRESS, validators=[no_web_address], **facts)
        language = LANGUAGES[self.language]
        wanted = LinesField(max_length=LONGEST, **facts) if len(text) > LONG else LineField(max_length=LONGEST, **facts)
        wanted.widget.attrs |= {"lang": language.tag, "dir": language.direction}
        return wanted

    def edited(self, raw: Raw) -> Raw:
        """This definition with what was typed; texts that somebody else wrote meanwhile stay without translation."""
        told: Mapping[str, str] = {place: self.cleaned_data[name] for name, place in self.places.items()}
        if self.language == CLIPS:
            return with_clips(raw, told)
        fit = {place for place in self.outdated if self.cleaned_data[f"fits_{name_at(place)}"]}
        after = with_words(raw, self.language, told)
        return noted(raw, after, self.language, seen=texts_of(self.shown), fit=fit)

    @property
    def missing(self) -> int:
        """Texts without words in this language."""
        return sum(not self[name].value() for name in self.places)
