"""The translations of a form on its way in: those of its columns, and those that we wrote into our own."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from surveys.questionnaires.choices import LISTED
from surveys.questionnaires.languages import LANGUAGES
from surveys.questionnaires.translating import MADE_FROM, is_of_texts, texts_of
from surveys.questionnaires.xlsforms.book import Row
from surveys.questionnaires.xlsforms.expressions import NotUnderstood
from surveys.questionnaires.xlsforms.flattening import Flat, words_of
from surveys.questionnaires.xlsforms.kinds import end_rows, options_of
from surveys.questionnaires.xlsforms.languages import BETWEEN, Places, joined, of_option, of_question, of_section
from surveys.questionnaires.xlsforms.outgoing import shown
from surveys.questionnaires.xlsforms.piping_in import with_places
from surveys.questionnaires.xlsforms.rules import Known

Raw = dict[str, Any]
Told = dict[str, dict[str, str]]
Rows = Iterator[tuple[Row, Places]]


class Translations:
    """`languages` are the headings of the columns, by key; `own` is what our column about the whole says, and `english`
    what it says that this was made from."""

    def __init__(self, languages: Mapping[str, str], own: Any, english: Any, known: Mapping[str, Known]) -> None:
        self.languages, self.known = languages, known
        self.told: Told = {**{key: {} for key in languages}, **texts_by_language(own)}
        self.english = texts_by_language(english)

    def read(self, row: Row, places: Places) -> Iterator[tuple[str, str]]:
        """Take in one row's cells. Gives (column, words) for what could not be understood."""
        for key, heading in self.languages.items():
            for column, where in places.items():
                try:
                    self.take(key, row.get(f"{column}::{key}"), where)
                except NotUnderstood as error:
                    yield f"{column}::{heading}", str(error)

    def take(self, key: str, cell: str, where: list[str]) -> None:
        """What one cell says; what we wrote ourselves stays while the cell says the same. Raises `NotUnderstood`."""
        if cell == shown(joined(self.told[key], where)):
            return
        parts = cell.split(BETWEEN) if len(where) > 1 else [cell]
        if cell and len(parts) != len(where):
            raise NotUnderstood(f"this should say {len(where)} things, with “{BETWEEN.strip()}” between them")
        for place in where:
            self.told[key].pop(place, None)
            self.english.get(key, {}).pop(place, None)
        if cell:
            texts = [with_places(part, self.known) for part in parts]
            self.told[key] |= dict(zip(where, texts, strict=True))

    def of(self, definition: Raw) -> dict[str, Told]:
        """Those of texts that the definition has, and what they were made from; a language without any is none."""
        told = only(self.told, {key: texts_of(definition) for key in self.told})
        found = {"translations": told, MADE_FROM: only(self.english, told)}
        return {name: by_language for name, by_language in found.items() if by_language}


def texts_by_language(own: Any) -> Told:
    """What our own column holds of this, if it is of the shape in which we wrote it."""
    parts = own.items() if isinstance(own, dict) else ()
    return {key: dict(words) for key, words in parts if key in LANGUAGES and is_of_texts(words)}


def only(told: Told, places: Mapping[str, Container[str]]) -> Told:
    kept = {
        key: {place: text for place, text in words.items() if place in places.get(key, ())}
        for key, words in told.items()
    }
    return {key: words for key, words in kept.items() if words}


def rows_told(definition: Raw, flat: Flat, known: Mapping[str, Known], lists: dict[str, list[Row]]) -> Rows:
    """Each row that may hold translations, and of what."""
    yield from ((section.row, of_section(section.id)) for section in flat.sections)
    for item, question in zip(flat.items, definition["questions"], strict=True):
        yield item.row, of_question(question)
        options = known[item.row.get("name")].options
        if item.rows:
            yield from ((row, of_option(question, known[row.get("name")].row)) for row in item.rows)
            ends = ((row, f"questions.{question['id']}.{part}") for part, row in end_rows(item) if words_of(row))
            yield from ((row, {"label": [place]}) for row, place in ends)
        elif question["kind"] in LISTED:
            rows = [row for row in options_of(item.row, lists) if row.get("name") in options]
            yield from ((row, of_option(question, options[row.get("name")])) for row in rows)
