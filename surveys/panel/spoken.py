"""In which language a page of the panel speaks, and what stays English on it and says so to a screen reader."""

from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from derbyvoice.govuk.languages import CATALOGUES, as_asked, asking
from surveys.panel.choices import Language, State
from surveys.panel.models import Subscriber
from surveys.questionnaires.languages import language_of
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.speaking import in_own_words, language_now, speaking


def to_member(request: HttpRequest, subscriber: Subscriber | None) -> AbstractContextManager[None]:
    """Speak the language of this member. To nobody, or to somebody who has left, that which is asked for."""
    if subscriber is None or subscriber.state == State.LEFT:
        return as_asked(request)
    return speaking(language_of(subscriber.language))


def spoken_now() -> str:
    """The key of the language in which we speak, as a member may choose it."""
    now = get_language() or ""
    return now if now in CATALOGUES else Language.ENGLISH.value


def offered() -> dict[str, Any]:
    """For a page that does not know who reads it: the languages in which it can be read."""
    return {"languages": [language_of(key) for key in Language.values], "chosen": spoken_now()}


def to_page(name: str, *args: object) -> HttpResponse:
    """To a page that nobody is known on yet, and that speaks as this one does."""
    return redirect(reverse(name, args=args) + asking())


def of_the_office(words: str) -> SafeString:
    """What the office wrote stays English."""
    return format_html('<bdi lang="en-GB">{}</bdi>', words)


def own_name(key: str) -> SafeString:
    """The name of a language in its own words."""
    language = language_of(key)
    return format_html('<bdi lang="{}">{}</bdi>', language.tag, language.own_name)


class Told(NamedTuple):
    """How a survey presents itself, and whether only in English."""

    title: str
    purpose: str
    english: bool


def told_of(survey: Survey) -> Told:
    """In the language of now, if the survey can be read in it."""
    key = language_now().key
    if key in CATALOGUES and survey.current_id and key in definition_of(survey.current_id).languages:
        definition = in_own_words(survey.current_id)
        return Told(definition.title, definition.purpose, english=False)
    return Told(survey.title, survey.purpose, english=True)
