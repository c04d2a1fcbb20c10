"""The survey sheet as a row of questions: groups become sections, tables become matrices, and what cannot come in is
named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from surveys.questionnaires.compact import MOST_ROWS
from surveys.questionnaires.definitions import MATRIX_NUMBERS
from surveys.questionnaires.xlsforms.book import Row, Said
from surveys.questionnaires.xlsforms.names import Names

TABLE: Final = "table-list"
STEPS: Final = tuple(map(str, MATRIX_NUMBERS))
LONGEST_END: Final = 60
"""Characters of the words at the ends of a matrix."""
AGAIN: Final = re.compile(r"\.\d+\Z")
OURS: Final = "section."
ABOUT_THE_DEVICE: Final = frozenset(
    ("start", "end", "today", "deviceid", "device id", "subscriberid", "simserial", "sim serial", "phonenumber",
     "phone number", "username", "email", "audit", "imei", "uuid", "start time", "end time", "start-geopoint",
     "get today", "get device id", "get start time", "get end time", "background-audio")
)  # fmt: skip


@dataclass
class Section:
    """A group that holds questions."""

    id: str
    title: str
    row: Row


@dataclass(frozen=True)
class Item:
    """One question-to-be. `conditions` are the rows of groups around it that say when they are shown; `rows` are those
    of a matrix, and `steps` the choices that they share."""

    row: Row
    section: str
    conditions: tuple[Row, ...]
    rows: tuple[Row, ...] = ()
    steps: tuple[Row, ...] = ()


@dataclass
class Group:
    """A group that is open while its rows are read."""

    row: Row
    section: str
    conditions: tuple[Row, ...]
    refused: bool = False
    table: list[Row] | None = None


@dataclass
class Flat:
    """What the sheet holds."""

    items: list[Item] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    faults: list[Said] = field(default_factory=list)
    remarks: list[Said] = field(default_factory=list)


class Flattener:
    """Reads the sheet once, from top to bottom."""

    def __init__(self, lists: dict[str, list[Row]]) -> None:
        self.flat, self.open, self.lists = Flat(), [], lists  # type: ignore[var-annotated]
        self.open: list[Group]
        self.names = Names("part")
        self.ids: dict[str, str] = {}

    def read(self, rows: list[Row]) -> Flat:
        for row in rows:
            self.take(row, type_of(row))
        for group in self.open:
            self.flat.faults.append(group.row.said("type", "this group does not end"))
        return self.flat

    def take(self, row: Row, kind: str) -> None:
        if row.get("disabled").lower() in ("yes", "true", "true()"):
            return
        if begins := RE_BEGIN_CONTROL.match(kind.lower()):
            self.begin(row, str(begins["type"]))
        elif RE_END_CONTROL.match(kind.lower()):
            self.end(row)
        elif self.open and self.open[-1].refused:
            return
        elif self.open and self.open[-1].table is not None:
            self.open[-1].table.append(row)
        else:
            self.question(row, kind)

    def question(self, row: Row, kind: str) -> None:
        if not kind:
            if row.get("name") or row.get("label"):
                self.flat.remarks.append(row.said("type", "a row without a type is left out"))
        elif kind.lower() in ABOUT_THE_DEVICE:
            words = f"“{kind}” is left out: we keep nothing about devices and times"
            self.flat.remarks.append(row.said("type", words))
        else:
            self.flat.items.append(Item(row, *self.around()))

    def around(self) -> tuple[str, tuple[Row, ...]]:
        return (self.open[-1].section, self.open[-1].conditions) if self.open else ("", ())

    def begin(self, row: Row, kind: str) -> None:
        section, conditions = self.around()
        conditions = (*conditions, row) if row.get("relevant") else conditions
        outer_refused = bool(self.open and self.open[-1].refused)
        refused = outer_refused or kind not in ("group",)
        if refused and not outer_refused:
            self.flat.faults.append(row.said("type", f"“{kind}” is not supported: each question is asked once"))
        table = [] if TABLE in row.get("appearance") and not refused else None
        if table is None and not refused:
            section = self.section_of(row)
        self.open.append(Group(row, section, conditions, refused, table))

    def section_of(self, row: Row) -> str:
        """The section that this group is; one of ours may be opened again."""
        name = row.get("name") or row.get("label") or "part"
        if name.startswith(OURS):
            name = AGAIN.sub("", name)
            if name in self.ids:
                return self.ids[name]
        found = self.ids[name] = self.names.id_for(name.removeprefix(OURS))
        self.flat.sections.append(Section(found, row.get("label") or name.replace("_", " ").capitalize(), row))
        return found

    def end(self, row: Row) -> None:
        if not self.open:
            self.flat.faults.append(row.said("type", "no group is open here"))
            return
        group = self.open.pop()
        if group.table is not None and not group.refused:
            self.flat.items += self.items_of(group, group.table)

    def items_of(self, group: Group, rows: list[Row]) -> Iterator[Item]:
        """A table as one matrix where it is one, else as questions one after another."""
        if self.is_matrix(rows):
            outer = tuple(one for one in group.conditions if one is not group.row)
            steps = self.steps_of(rows[0])
            self.remark_steps(steps)
            yield Item(group.row, group.section, outer, tuple(rows), tuple(steps))
            return
        words = f"only a table of 1 to {MOST_ROWS} rows with the choices {STEPS[0]} to {STEPS[-1]} is one question; "
        words += "these come in one by one"
        self.flat.remarks.append(group.row.said("appearance", words))
        section = self.section_of(group.row) if rows else group.section
        yield from (Item(row, section, group.conditions) for row in rows)

    def is_matrix(self, rows: list[Row]) -> bool:
        lists = {found["list_name"] if (found := RE_SELECT.match(type_of(row))) else "" for row in rows}
        commands = {type_of(row).split(" ")[0] for row in rows}
        alone = len(lists) == 1 and commands <= {"select_one"} and 1 <= len(rows) <= MOST_ROWS
        plain = not any(row.get("relevant") or row.get("constraint") for row in rows)
        return alone and plain and are_steps(self.steps_of(rows[0]))

    def steps_of(self, row: Row) -> list[Row]:
        """The choices of the list that a row names."""
        found = RE_SELECT.match(type_of(row))
        return self.lists.get(str(found["list_name"]), []) if found else []

    def remark_steps(self, steps: list[Row]) -> None:
        """Name the words of each step between the ends: a matrix has words for its ends alone. Said once for a list."""
        for row in steps[1:-1]:
            said = row.said("label", f"a matrix has words for its ends alone; “{row.get('label')[:40]}” is left out")
            if words_of(row) and said not in self.flat.remarks:
                self.flat.remarks.append(said)


def are_steps(rows: list[Row]) -> bool:
    """Whether these choices are the steps of a matrix: 1 to 5 in order, with no more at the ends than fits there."""
    short = all(len(words_of(row)) <= LONGEST_END for row in (rows[0], rows[-1])) if rows else False
    return short and tuple(row.get("name") for row in rows) == STEPS


def words_of(row: Row) -> str:
    """What a step says beyond its number."""
    return "" if row.get("label") == row.get("name") else row.get("label")


def type_of(row: Row) -> str:
    return " ".join(row.get("type").split())
