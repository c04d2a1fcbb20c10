"""A survey in other words. What is asked stays the same; only what is read changes.

A definition holds its translations by language and by place, so that each text stands beside the one it translates:

    "translations": {"pl": {"title": "…", "questions.heard.text": "…", "questions.heard.options.yes": "…"}}
    "made_from": {"pl": {"title": "…"}}                     the English that each was made from; see origins.py
    "clips": {"": "https://…", "heard": "https://…"}        British Sign Language: of the whole, and of a question
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final
from urllib.parse import urlsplit

from surveys.questionnaires.choices import OF_THE_OFFICE, Measure
from surveys.questionnaires.languages import LANGUAGES, TRANSLATED
from surveys.questionnaires.piping import places_in
from surveys.questionnaires.wording import telling_words

TOLD: Final = ("title", "readers", "purpose", "limits")
OF_SECTION: Final = ("title", "note")
OF_QUESTION: Final = ("text", "help", "low_label", "high_label", "for_helper", "for_young")
MADE_FROM: Final = "made_from"
Checks = list[dict[str, Any]]
Holder = tuple[str, dict[str, Any], str]
"""A text's place, the part of the definition that holds it, and its name there."""


def holders(raw: dict[str, Any]) -> Iterator[Holder]:
    """Every text that people read, in the order in which they come to it. Names of districts, groups
    and services stay."""
    yield from ((name, raw, name) for name in TOLD)
    for section in raw.get("sections", ()):
        yield from ((f"sections.{section['id']}.{name}", section, name) for name in OF_SECTION)
    for question in raw["questions"]:
        yield from of_question(f"questions.{question['id']}", question)


def of_question(place: str, question: dict[str, Any]) -> Iterator[Holder]:
    yield from ((f"{place}.{name}", question, name) for name in OF_QUESTION)
    if question["kind"] not in OF_THE_OFFICE and question.get("measures") != Measure.SERVICE:
        yield from ((f"{place}.options.{option['id']}", option, "text") for option in question.get("options", ()))
    yield from (
        (f"{place}.checks.{number}", check, "words") for number, check in enumerate(question.get("validation", ()), 1)
    )


def texts_of(raw: dict[str, Any]) -> dict[str, str]:
    """What is to be translated, by place."""
    return {place: part[name] for place, part, name in holders(raw) if part.get(name)}


def translations_in(raw: Mapping[str, Any], language: str) -> dict[str, str]:
    """What was translated so far, by place; empty texts left out."""
    found = raw.get("translations", {}).get(language, {})
    return {place: text for place, text in found.items() if text.strip()}


def in_language(raw: dict[str, Any], language: str) -> dict[str, Any]:
    """The definition as it is read in this language. A text without a translation stays as it was written."""
    told = translations_in(raw, language)
    if not told:
        return raw
    translated = deepcopy(raw)
    for place, part, name in list(holders(translated)):
        if part.get(name) and place in told:
            part[name] = told[place]
    return translated


def languages_of(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Languages in which all of it can be read, in the order in which they are offered; English is the first."""
    return ("en", *(language.key for language in TRANSLATED if translations_in(raw, language.key)))


def with_words(raw: dict[str, Any], language: str, told: Mapping[str, str]) -> dict[str, Any]:
    """The definition with these words in this language. Empty texts, and those of what is gone, are left out."""
    written = texts_of(raw)
    kept = {place: text for place, text in told.items() if text.strip() and place in written}
    others = {key: words for key, words in raw.get("translations", {}).items() if key != language}
    return {**raw, "translations": {**others, language: kept} if kept else others}


def with_checks_moved(raw: dict[str, Any], id_: str, before: Checks, after: Checks) -> dict[str, Any]:
    """The definition with what was translated of a question's checks beside the same checks, wherever they stand now.

    What belongs to no check any more is left out, so that nobody is told the words of another one."""
    stem, now = f"questions.{id_}.checks.", places_now(before, after)
    beside = {name: raw[name] for name in ("translations", MADE_FROM) if raw.get(name)}
    return {**raw, **{name: moved_checks(by_language, stem, now) for name, by_language in beside.items()}}


def moved_checks(by_language: dict[str, dict[str, str]], stem: str, now: Mapping[str, str]) -> dict[str, Any]:
    return {
        language: {
            f"{stem}{now[place.removeprefix(stem)]}" if place.startswith(stem) else place: text
            for place, text in told.items()
            if not place.startswith(stem) or place.removeprefix(stem) in now
        }
        for language, told in by_language.items()
    }


def places_now(before: Checks, after: Checks) -> dict[str, str]:
    """Where each check stands now, by where it stood, counted from 1; those that are gone left out."""
    left, found = dict(enumerate(after, 1)), {}
    for number, check in enumerate(before, 1):
        place = next((place for place, other in left.items() if is_same_check(check, other)), None)
        if place is not None:
            found[str(number)] = str(place)
            del left[place]
    return found


def is_same_check(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether it asks the same, or says the same."""
    return one["words"] == other["words"] or {**one, "words": ""} == {**other, "words": ""}


def with_clips(raw: dict[str, Any], clips: Mapping[str, str]) -> dict[str, Any]:
    """The definition with these addresses of clips, by question; "" stands for the whole."""
    known = clip_places(raw)
    return {**raw, "clips": {place: address for place, address in clips.items() if address and place in known}}


def clip_places(raw: Mapping[str, Any]) -> dict[str, str]:
    """What a clip can say again: the whole, and each question."""
    return {"": "The whole survey", **{question["id"]: question["text"] for question in raw["questions"]}}


# What must be right before publication


def problems_of_translations(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(language, sentence) for each thing: a language nobody knows, a missing text, an earlier answer that got lost."""
    translations = raw.get("translations", {})
    if not isinstance(translations, dict) or not all(map(is_of_texts, translations.values())):
        yield "", "Translations are texts by language and place."
        return
    for language in translations:
        if language not in LANGUAGES or language == "en":
            yield language, f"{language} is not a language that this can be read in."
        else:
            yield from ((language, sentence) for sentence in of_language(raw, language))


def is_of_texts(part: Any) -> bool:
    return isinstance(part, dict) and all(isinstance(text, str) for text in part.values())


def of_language(raw: dict[str, Any], language: str) -> Iterator[str]:
    told, name = translations_in(raw, language), LANGUAGES[language].name
    if words := telling_words(told.get("title", ""), language):
        yield f"{name}: The title can be seen by others, so it must not say: {', '.join(words)}."
    for place, text in texts_of(raw).items() if told else ():
        if place not in told:
            yield f"{name}: “{text[:60]}” has no translation."
        elif asked_again(text) != asked_again(told[place]):
            yield f"{name}: “{told[place][:60]}” must repeat the same earlier answers as the English text."


def asked_again(text: str) -> list[str]:
    return sorted(place.question for place in places_in(text))


def problems_of_clips(raw: dict[str, Any]) -> Iterator[str]:
    """Clips in British Sign Language are links, opened only when somebody presses them."""
    clips = raw.get("clips", {})
    if not is_of_texts(clips):
        yield "Clips are addresses by question."
        return
    for question, address in clips.items():
        if question not in clip_places(raw):
            yield f"There is a clip for {question}, which does not exist."
        elif not is_safe(address):
            yield f"The clip “{address[:80]}” needs an address that begins with https://."


def is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(sign.isspace() for sign in address)
