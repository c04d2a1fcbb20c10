"""Which of our kinds a row of an XLSForm is, with its choices and numbers."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pyxform import aliases, constants
from pyxform.xls2json import RE_SELECT

from surveys.questionnaires.choices import QuestionKind
from surveys.questionnaires.parts import ENDS
from surveys.questionnaires.publishing import LONGEST_SCALE, MOST_LISTED
from surveys.questionnaires.xlsforms.book import Row
from surveys.questionnaires.xlsforms.flattening import Item, type_of, words_of
from surveys.questionnaires.xlsforms.names import Names

Raw = dict[str, Any]
Shape = tuple[Raw, dict[str, str]]
"""Parts of a question, and the ids of its options by the names that the form gives them."""
LISTS: Final = {
    constants.SELECT_ONE: QuestionKind.SINGLE,
    constants.SELECT_ALL_THAT_APPLY: QuestionKind.SEVERAL,
    constants.RANK: QuestionKind.RANKING,
}
PLAIN: Final = {
    "integer": QuestionKind.NUMBER, "int": QuestionKind.NUMBER, "decimal": QuestionKind.NUMBER,
    "text": QuestionKind.TEXT, "string": QuestionKind.TEXT, "note": QuestionKind.STATEMENT,
    "audio": QuestionKind.VOICE,
}  # fmt: skip
PARAMETER: Final = re.compile(r"(\w+)\s*=\s*([^\s,;]+)")
FROM_FILE: Final = ("_from_file", "from file")


class Cannot(ValueError):
    """This row cannot come in. `column` is where that stands, and `row` another row than the question's."""

    def __init__(self, words: str, column: str = "type", row: Row | None = None) -> None:
        super().__init__(words)
        self.column, self.row = column, row


def kind_of(item: Item, lists: dict[str, list[Row]]) -> Shape:
    """The kind of question with all that belongs to it. Raises `Cannot`."""
    kind = type_of(item.row)
    if item.rows:
        return matrix(item)
    if found := RE_SELECT.match(kind):
        return listed(item.row, found, lists)
    low = kind.lower()
    if low == "date":
        return month(item.row), {}
    if low == "range":
        return scale(item.row), {}
    if low not in PLAIN:
        raise Cannot(f"“{kind[:40]}” is not a kind of question here")
    return {"kind": PLAIN[low].value}, {}


def listed(row: Row, found: re.Match[str], lists: dict[str, list[Row]]) -> Shape:
    command = str(found["select_command"])
    kind = LISTS.get(aliases.select[command])
    if kind is None or command.endswith(FROM_FILE):
        raise Cannot("choices from a file or outside of the form are not supported")
    if found["specify_other"]:
        raise Cannot("“or_other” is not supported; add a choice and a text question that is shown when it is chosen")
    rows = options_of(row, lists)
    least, most = MOST_LISTED[kind]
    if not least <= len(rows) <= most:
        raise Cannot(f"this list has {len(rows)} choices; {least} to {most} are possible here")
    options, names = named_options(rows)
    return {"kind": kind.value, "options": options}, names


def options_of(row: Row, lists: dict[str, list[Row]]) -> list[Row]:
    """The choices of the list that a row names. Raises `Cannot`."""
    found = RE_SELECT.match(type_of(row))
    name = str(found["list_name"]) if found else ""
    if name not in lists:
        raise Cannot(f"there is no list “{name}” in the sheet “choices”")
    return lists[name]


def named_options(rows: list[Row]) -> tuple[list[Raw], dict[str, str]]:
    ids, options, names = Names("option"), [], {}
    for row in rows:
        name = row.get("name")
        if not name:
            raise Cannot("this choice has no name", "name", row)
        if name in names:
            raise Cannot(f"“{name}” stands twice in this list", "name", row)
        if any(column.startswith("media::") for column in row.cells):
            raise Cannot("pictures and sounds for choices are not supported", "media::image", row)
        names[name] = ids.id_for(name)
        options.append({"id": names[name], "text": row.get("label") or name})
    return options, names


def matrix(item: Item) -> Shape:
    """A table whose rows are answered with the same five steps; the first and the last may have words."""
    ids, options, names = Names("row"), [], {}
    for row in item.rows:
        name = row.get("name")
        if not name or name in names:
            raise Cannot("each row of a table needs a name of its own", "name", row)
        names[name] = ids.id_for(name.removeprefix(f"{item.row.get('name')}."))
        options.append({"id": names[name], "text": row.get("label") or name})
    return {"kind": QuestionKind.MATRIX.value, "options": options, **ends_of(item)}, names


def ends_of(item: Item) -> Raw:
    """The words at both ends of a matrix, by the part of a question that holds them."""
    return {part: words for part, row in end_rows(item) if (words := words_of(row))}


def end_rows(item: Item) -> Iterator[tuple[str, Row]]:
    """The choices at both ends of a matrix."""
    yield from zip(ENDS, (*item.steps[:1], *item.steps[-1:]), strict=False)


def month(row: Row) -> Raw:
    if "month-year" not in row.get("appearance").split():
        raise Cannot("only a month and year can be asked, with the appearance “month-year”", "appearance")
    return {"kind": QuestionKind.MONTH.value}


def scale(row: Row) -> Raw:
    """A range in steps of 1, from 0 or more."""
    told = dict(PARAMETER.findall(row.get("parameters")))
    numbers = [told.get("start", "0"), told.get("end", "10"), told.get("step", "1")]
    if not all(re.fullmatch(r"\d{1,6}(\.0+)?", number) for number in numbers):
        raise Cannot("a scale goes upwards from 0 or more, in whole steps", "parameters")
    low, high, step = (int(float(number)) for number in numbers)
    if step != 1 or not low < high or high - low + 1 > LONGEST_SCALE:
        raise Cannot(f"a scale goes upwards in steps of 1, with at most {LONGEST_SCALE} of them", "parameters")
    return {"kind": QuestionKind.SCALE.value, "low": low, "high": high}
