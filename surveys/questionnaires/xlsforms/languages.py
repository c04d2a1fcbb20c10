"""Translations in an XLSForm: `label::Polish (pl)` beside `label`, as other tools write and read them.

What no column of an XLSForm can say (who reads it, the ends of a scale) stays in our own column about the whole."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from surveys.questionnaires.choices import OF_THE_OFFICE, Measure
from surveys.questionnaires.languages import LANGUAGES, TRANSLATED, Language
from surveys.questionnaires.translating import translations_in

Raw = dict[str, Any]
Places = dict[str, list[str]]
"""The places of a definition that each column of one row says; see translating.py."""
BETWEEN: Final = " / "
TAGGED: Final = re.compile(r"(.*?)\s*\(([\w-]+)\)\s*\Z")


def heading_of(language: Language) -> str:
    return f"{language.name} ({language.key})"


def key_of(heading: str) -> str:
    """The key of the language that a heading names: “Polish (pl)”, “Polski”, “pl”. Empty if we do not know it."""
    found = TAGGED.match(heading.strip())
    name, tag = found.groups() if found else (heading.strip(), heading.strip())
    for language in LANGUAGES.values():
        names = (language.key, language.name.lower(), language.own_name.lower())
        if tag.lower().partition("-")[0] == language.key or name.lower() in names:
            return language.key
    return ""


def languages_told(raw: Raw) -> list[Language]:
    return [language for language in TRANSLATED if translations_in(raw, language.key)]


def headings(raw: Raw, *columns: str) -> Iterator[str]:
    """The further columns of a sheet, language by language."""
    for language in languages_told(raw):
        yield from (f"{column}::{heading_of(language)}" for column in columns)


def cells_of(raw: Raw, places: Places) -> dict[str, str]:
    """A row's cells in each language."""
    return {
        f"{column}::{heading_of(language)}": joined(translations_in(raw, language.key), where)
        for language in languages_told(raw)
        for column, where in places.items()
    }


def joined(told: Mapping[str, str], places: list[str]) -> str:
    """What stands in one cell; nothing while any part of it has no translation."""
    words = [told.get(place, "") for place in places]
    return BETWEEN.join(words) if all(words) else ""


def of_question(question: Raw) -> Places:
    place = f"questions.{question['id']}"
    checks = [f"{place}.checks.{number}" for number, _ in enumerate(question.get("validation", ()), 1)]
    found = {"label": [f"{place}.text"], "hint": [f"{place}.help"]}
    return {**found, "constraint_message": checks} if checks else found


def of_section(id_: str) -> Places:
    return {"label": [f"sections.{id_}.title"]}


def of_option(question: Raw, id_: str) -> Places:
    stays = question["kind"] in OF_THE_OFFICE or question.get("measures") == Measure.SERVICE
    return {} if stays else {"label": [f"questions.{question['id']}.options.{id_}"]}
