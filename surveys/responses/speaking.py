"""The language in which this request speaks to the person: of the survey's questions and of our own words.

It is set for one request and one thread, as Django's own translations are, so no page and no form has to hand it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.http import HttpRequest
from django.utils import translation

from derbyvoice.govuk.languages import ASKED, asked_for
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.languages import ENGLISH, Language, language_of
from surveys.questionnaires.models import definition_of

NOW: Final[ContextVar[Language]] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    before = NOW.set(language)
    try:
        with translation.override(language.catalogue):
            yield
    finally:
        NOW.reset(before)


def language_now() -> Language:
    return NOW.get()


def in_own_words(version_id: int) -> Definition:
    """The version in the words of the language in which we speak now."""
    return definition_of(version_id, NOW.get().key)


def front_page(version_id: int) -> dict[str, Any]:
    """For the first page of a screen or a device: the survey in the words of now, and what else it can be read in."""
    definition = in_own_words(version_id)
    languages = [language_of(key) for key in definition.languages]
    return {"definition": definition, "languages": languages, "chosen": language_now().key}


def language_asked(request: HttpRequest) -> Language:
    """What the address or the form asks for; English if nothing, or a language that nobody knows."""
    return language_of(asked_for(request))


def asking_now() -> str:
    """The end of an address by which the next page speaks as this one does, Easy Read too; empty in English."""
    now = language_now()
    return "" if now is ENGLISH else f"?{ASKED}={now.key}"


def asked_of(request: HttpRequest, version_id: int) -> Language:
    """The language that was asked for, if the version can be read in it; else English."""
    asked = language_asked(request)
    return asked if asked.key in definition_of(version_id).languages else ENGLISH
