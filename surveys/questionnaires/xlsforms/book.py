"""An XLSForm as rows of named cells. Every cell can be named by sheet, row and column, as the person sees it."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import xls_to_dict, xlsx_to_dict

from surveys.questionnaires.languages import ENGLISH
from surveys.questionnaires.xlsforms.languages import key_of

BIGGEST: Final = 3_000_000
"""Bytes of a file; a survey of sixty questions has some ten thousand."""
BIGGEST_UNPACKED: Final = 40_000_000
MOST_ROWS: Final = 5_000
XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TRANSLATED = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
ALIASES = {
    "relevance": "relevant", "caption": "label", "list_name": "list_name", "value": "name", "tag": "name",
    "command": "type", "constraining_message": "constraint_message", "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message", "jr:requiredmsg": "required_message", "read_only": "readonly",
    "calculate": "calculation", "jr:count": "repeat_count", "count": "repeat_count", "set_form_title": "form_title",
    "title": "form_title", "set_form_id": "form_id", "id_string": "form_id", "image": "media::image",
    "audio": "media::audio", "video": "media::video", "big-image": "media::big-image",
}  # fmt: skip
WRAPPED = ("bind", "control", "body")
WITHIN = ("relevant", "constraint", "required", "calculate", "appearance", "jr:constraintmsg", "readonly", "jr:count")


class NotAForm(ValueError):
    """This file is no spreadsheet with a survey; the message says why."""


@dataclass(frozen=True)
class Said:
    """Something about one cell: what stands in the way, or what is left out. `row` counts from 1, the headings."""

    sheet: str
    row: int
    column: str
    words: str

    def __str__(self) -> str:
        return f"Sheet “{self.sheet}”, row {self.row}, column “{self.column}”: {self.words}"


@dataclass(frozen=True)
class Row:
    """One row of a sheet, its cells by the plain name of their column."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def said(self, column: str, words: str) -> Said:
        return Said(self.sheet, self.number, column, words)


@dataclass
class Book:
    """The three sheets of an XLSForm in its first language. `languages` are the headings of further ones, by key: their
    cells stand in columns such as `label::pl`."""

    survey: list[Row]
    choices: list[Row]
    settings: Row
    left_out: list[Said] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)


def read_book(data: bytes) -> Book:
    """The spreadsheet's rows. Raises `NotAForm`."""
    sheets = sheets_of(data)
    if "survey" not in sheets:
        raise NotAForm("There is no sheet “survey” in this file.")
    settings = next(iter(rows_of("settings", sheets)), Row("settings", 2, {}))
    left_out: list[Said] = []
    rows = {name: rows_of(name, sheets) for name in ("survey", "choices")}
    named = languages_named(sheets)
    first = first_language(sheets, named, settings.get("default_language"))
    others = further_languages(named, first, left_out)
    survey, choices = ([in_language(row, first, others) for row in rows[name]] for name in ("survey", "choices"))
    return Book(survey, choices, settings, left_out, others)


def sheets_of(data: bytes) -> dict[str, Any]:
    if len(data) > BIGGEST:
        raise NotAForm("This file is larger than 3 MB.")
    if data.startswith(XLSX):
        refuse_bombs(data)
    elif not data.startswith(XLS):
        raise NotAForm("This is not an Excel file. Save the form as .xlsx.")
    reader = xlsx_to_dict if data.startswith(XLSX) else xls_to_dict
    try:
        found: dict[str, Any] = reader(BytesIO(data))
    except PyXFormError as error:
        raise NotAForm(f"Row 1 of a sheet, or the file itself, cannot be read: {error}") from error
    except Exception as error:
        raise NotAForm("This file cannot be read. Open it, save it anew as .xlsx, and try again.") from error
    if any(len(rows) > MOST_ROWS for rows in found.values() if isinstance(rows, list)):
        raise NotAForm(f"A sheet of this file has more than {MOST_ROWS:,} rows.")
    return found


def refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotAForm("This is not an Excel file. Save the form as .xlsx.") from error
    if unpacked > BIGGEST_UNPACKED:
        raise NotAForm("This file is far larger when it is unpacked.")


def rows_of(name: str, sheets: Mapping[str, Any]) -> list[Row]:
    """The rows that hold anything; the sheet's second row is the first after the headings."""
    found = []
    for number, cells in enumerate(sheets.get(name, ()), start=2):
        plain = {plain_name(str(column)): str(value).strip() for column, value in cells.items() if value is not None}
        if kept := {column: value for column, value in plain.items() if value}:
            found.append(Row(name, number, kept))
    return found


def plain_name(heading: str) -> str:
    """“Relevance”, “bind::relevant” and “relevant” are one column; a language stays behind its “::”."""
    parts = [part.strip() for part in re.split(r"::?(?!constraintMsg|requiredMsg|count)", heading.strip())]
    first = parts[0].lower().replace(" ", "_")
    if first in WRAPPED and len(parts) > 1 and parts[1].lower() in WITHIN:
        first, parts = parts[1].lower(), parts[1:]
    if first == "media" and len(parts) > 1:
        return f"media::{parts[1].lower()}"
    first = ALIASES.get(first, first)
    return "::".join([first, *parts[1:]])


def headings_of(sheets: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """(sheet, heading as it stands, plain name of the column, language) of each column."""
    for sheet in ("survey", "choices"):
        for heading in (list(row) for row in sheets.get(f"{sheet}_header", ())):
            for column in heading:
                base, _, language = plain_name(str(column)).partition("::")
                yield sheet, str(column), base, language


def languages_named(sheets: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Where each language stands first: its sheet and heading."""
    named: dict[str, tuple[str, str]] = {}
    for sheet, column, base, language in headings_of(sheets):
        if base in TRANSLATED and language:
            named.setdefault(language, (sheet, column))
    return named


def first_language(sheets: Mapping[str, Any], named: Mapping[str, Any], wanted: str) -> str:
    """The language in which the form is read; empty for columns that name none."""
    if wanted in named:
        return wanted
    english = next((one for one in named if "english" in one.lower() or "(en" in one.lower()), "")
    plain = any((sheet, base, language) == ("survey", "label", "") for sheet, _, base, language in headings_of(sheets))
    return english or ("" if plain else next(iter(named), ""))


def further_languages(named: Mapping[str, tuple[str, str]], first: str, left_out: list[Said]) -> dict[str, str]:
    """Headings of translations by the key of their language; every other is named as left out."""
    found: dict[str, str] = {}
    for heading, (sheet, column) in named.items():
        key = key_of(heading)
        if heading == first:
            continue
        if not key:
            left_out.append(Said(sheet, 1, column, f"{heading} is not a language that a survey here can be read in"))
        elif key == ENGLISH.key or key in found:
            left_out.append(Said(sheet, 1, column, f"this language is there already; {heading} is left out"))
        else:
            found[key] = heading
    return found


def in_language(row: Row, first: str, others: Mapping[str, str]) -> Row:
    cells = {column: value for column, value in row.cells.items() if column.partition("::")[0] not in TRANSLATED}
    for base in TRANSLATED:
        if value := row.get(f"{base}::{first}") or row.get(base):
            cells[base] = value
        cells |= {f"{base}::{key}": said for key, name in others.items() if (said := row.get(f"{base}::{name}"))}
    return Row(row.sheet, row.number, cells)


def by_list(choices: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in choices:
        found.setdefault(row.get("list_name"), []).append(row)
    return found


def columns_in(rows: list[Row]) -> Iterator[str]:
    """Each column that holds anything, once."""
    yield from dict.fromkeys(column for row in rows for column in row.cells)
