"""A survey as an XLSForm: what its columns can say in those columns, and all of it once more in a column of our own, so
that it comes back exactly as it went out."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

from surveys.questionnaires.choices import LISTED, OF_THE_OFFICE, QuestionKind
from surveys.questionnaires.definitions import MATRIX_NUMBERS
from surveys.questionnaires.piping import PLACE
from surveys.questionnaires.xlsforms.languages import Places, cells_of, headings, of_option, of_question, of_section
from surveys.questionnaires.xlsforms.rules_out import constraint_of, relevant_of

Raw = dict[str, Any]
OWN: Final = "voice"
"""Our own column: the question as we keep it. Other tools pass it over."""
SURVEY: Final = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "appearance",
    "parameters", OWN,
)  # fmt: skip
CHOICES: Final = ("list_name", "name", "label")
SETTINGS: Final = ("form_title", "form_id", "version")
LONGEST_CELL: Final = 30_000
STEPS: Final = "steps_1_to_5"
TYPES: dict[str, str] = {
    QuestionKind.SINGLE: "select_one",
    QuestionKind.DISTRICT: "select_one",
    QuestionKind.COHORT: "select_one",
    QuestionKind.SEVERAL: "select_multiple",
    QuestionKind.RANKING: "rank",
    QuestionKind.SCALE: "range",
    QuestionKind.NUMBER: "integer",
    QuestionKind.MONTH: "date",
    QuestionKind.SHORT: "text",
    QuestionKind.TEXT: "text",
    QuestionKind.VOICE: "audio",
    QuestionKind.STATEMENT: "note",
}
LOOKS: dict[str, str] = {QuestionKind.MONTH: "month-year", QuestionKind.TEXT: "multiline"}
FROM_OFFICE: Final = "from_the_office"
"""Stands in a list whose choices are the office's own facts until the survey is published."""
UNKEPT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that a spreadsheet cannot hold."""


def workbook_of(raw: Raw, *, slug: str, version: str = "draft") -> bytes:
    """The definition as an .xlsx file."""
    book = Workbook(write_only=True)
    survey = (*SURVEY, *headings(raw, "label", "hint", "constraint_message"))
    write(book.create_sheet("survey"), survey, survey_rows(raw))
    write(book.create_sheet("choices"), (*CHOICES, *headings(raw, "label")), choice_rows(raw))
    told = {name: value for name, value in raw.items() if name != "questions"}
    settings = {"form_title": clean(raw["title"]), "form_id": slug, "version": version}
    own = {f"{OWN}_{place}": part for place, part in enumerate(parts_of(as_json(told)), start=1)}
    write(book.create_sheet("settings"), (*SETTINGS, *own), [{**settings, **own}])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def write(sheet: Worksheet, columns: tuple[str, ...], rows: Any) -> None:
    sheet.append(list(columns))
    for row in rows:
        sheet.append([as_text(sheet, row.get(column, "")) for column in columns])


def as_text(sheet: Worksheet, value: str) -> Any:
    """A cell that is text whatever it begins with: never a formula."""
    if not value:
        return None
    cell = WriteOnlyCell(sheet, value=UNKEPT.sub("", value))
    cell.data_type = "s"
    return cell


def as_json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def parts_of(text: str) -> list[str]:
    """A long text in pieces that fit a cell."""
    return [text[at : at + LONGEST_CELL] for at in range(0, len(text), LONGEST_CELL)]


def survey_rows(raw: Raw) -> Iterator[Raw]:
    """A group for each run of questions of one section, a group of its own for each matrix."""
    titles = {section["id"]: section["title"] for section in raw.get("sections", ())}
    inside, times = "", dict.fromkeys(titles, 0)
    for question in raw["questions"]:
        section = question.get("section", "")
        if section != inside:
            if inside:
                yield {"type": "end_group"}
            if section:
                times[section] = times.get(section, 0) + 1
                again = f".{times[section]}" if times[section] > 1 else ""
                name, label = f"section.{section}{again}", titles.get(section, section)
                yield {"type": "begin_group", "name": name, "label": clean(label), **told(raw, of_section(section))}
            inside = section
        yield from question_rows(raw, question)
    if inside:
        yield {"type": "end_group"}


def question_rows(raw: Raw, question: Raw) -> Iterator[Raw]:
    yield {**columns_of(question), **told(raw, of_question(question)), OWN: as_json(question)}
    if question["kind"] != QuestionKind.MATRIX:
        return
    for option in question.get("options", ()):
        name, words = f"{question['id']}.{option['id']}", told(raw, of_option(question, option["id"]))
        yield {"type": f"select_one {STEPS}", "name": name, "label": shown(option["text"]), **words}
    yield {"type": "end_group"}


def told(raw: Raw, places: Places) -> Raw:
    """A row's cells in other languages."""
    return {column: shown(text) for column, text in cells_of(raw, places).items()}


def columns_of(question: Raw) -> Raw:
    """What the columns of an XLSForm can say of this question."""
    kind = question["kind"]
    checks = question.get("validation", [])
    row = {
        "type": type_of(question),
        "name": question["id"],
        "label": piped(question["text"]),
        "hint": piped(question.get("help", "")),
        "relevant": relevant_of(question.get("show_when")),
        "constraint": "" if kind == QuestionKind.MATRIX else constraint_of(checks),
        "constraint_message": " / ".join(dict.fromkeys(check["words"] for check in checks)) if checks else "",
        "appearance": "table-list" if kind == QuestionKind.MATRIX else LOOKS.get(kind, ""),
    }
    if kind == QuestionKind.SCALE:
        row["parameters"] = f"start={question.get('low', 0)} end={question.get('high', 10)} step=1"
    return {column: clean(text) for column, text in row.items()}


def type_of(question: Raw) -> str:
    kind = question["kind"]
    if kind == QuestionKind.MATRIX:
        return "begin_group"
    return f"{TYPES[kind]} {list_of(question)}" if kind in LISTED else TYPES[kind]


def list_of(question: Raw) -> str:
    return f"list_{question['id']}"


def piped(text: str) -> str:
    """Earlier answers in a text as XLSForms name them."""
    return PLACE.sub(lambda found: "${" + found[1] + "}", text)


def shown(text: str) -> str:
    return clean(piped(text))


def clean(text: str) -> str:
    """As a cell gives it back: no blanks around it, no signs that a spreadsheet cannot hold."""
    return UNKEPT.sub("", text.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")).strip()


def choice_rows(raw: Raw) -> Iterator[Raw]:
    for question in raw["questions"]:
        if question["kind"] in LISTED:
            for one in choices_of(question):
                yield {"list_name": list_of(question), **one, **told(raw, of_option(question, one["name"]))}
    if any(question["kind"] == QuestionKind.MATRIX for question in raw["questions"]):
        yield from ({"list_name": STEPS, "name": str(step), "label": str(step)} for step in MATRIX_NUMBERS)


def choices_of(question: Raw) -> list[Raw]:
    """The choices of a list, as they stand in their sheet."""
    options = question.get("options", ())
    if question["kind"] in OF_THE_OFFICE and not options:
        return [{"name": FROM_OFFICE, "label": "Taken from the office when the survey is published"}]
    return [{"name": option["id"], "label": clean(option["text"]) or option["id"]} for option in options]
