"""A survey in other words: each text beside the one it translates."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from surveys.questionnaires.editing import CLIPS, WORDS, Raw, piece_of
from surveys.questionnaires.forms.fields import LineField, LinesField
from surveys.questionnaires.languages import LANGUAGES
from surveys.questionnaires.translating import clip_places, is_safe, texts_of, with_clips, with_words

LONG = 80
"""Texts from this length on get a field of several lines."""
LONGEST = 2000
LONGEST_ADDRESS = 500


def no_web_address(value: str) -> None:
    if not is_safe(value):
        raise ValidationError("Enter an address that begins with https://")


class WordsForm(forms.Form):
    """One field for each text, named by its number; `places` are the texts' places in the definition."""

    def __init__(self, data: Any = None, *, raw: Raw, language: str) -> None:
        super().__init__(data, auto_id="%s")
        self.raw, self.language = raw, language
        written = clip_places(raw) if language == CLIPS else texts_of(raw)
        self.places = dict(zip((f"text{number}" for number in range(len(written))), written, strict=False))
        kept = piece_of(raw, WORDS, language)
        for name, (place, text) in zip(self.places, written.items(), strict=True):
            self.fields[name] = self.field(text, initial=kept.get(place, ""))

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
        return with_clips(raw, told) if self.language == CLIPS else with_words(raw, self.language, told)

    @property
    def missing(self) -> int:
        """Texts without words in this language."""
        return sum(not self[name].value() for name in self.places)
