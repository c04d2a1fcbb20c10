"""The translations of a form on its way in: those of its columns, and those that we wrote into our own."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.questionnaires.choices import LISTED
from surveys.questionnaires.languages import LANGUAGES
from surveys.questionnaires.translating import is_of_texts, texts_of
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
    """`languages` are the headings of the columns, by key; `own` is what our column about the whole says."""

    def __init__(self, languages: Mapping[str, str], own: Any, known: Mapping[str, Known]) -> None:
        self.languages, self.known = languages, known
        self.told: Told = {key: {} for key in languages}
        for key, words in own.items() if isinstance(own, dict) else ():
            if key in LANGUAGES and is_of_texts(words):
                self.told[key] = dict(words)

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
        if cell:
            texts = [with_places(part, self.known) for part in parts]
            self.told[key] |= dict(zip(where, texts, strict=True))

    def of(self, definition: Raw) -> Told:
        """Those of texts that the definition has; a language without any is none."""
        written = texts_of(definition)
        kept = {
            key: {place: text for place, text in words.items() if place in written} for key, words in self.told.items()
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
