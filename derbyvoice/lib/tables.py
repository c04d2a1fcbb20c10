"""Tables on their way out, as CSV that no spreadsheet runs as a formula; and CSV from others on its way in.

Going out: RFC 4180 with CRLF. Going in: whatever an office, a provider or an attacker saves under the name of CSV,
read within bounds or refused with the row, the column and a sentence that says what to mend.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Self

from .suppression import Figure, FigureTable, Percentage

Cell = str | int | Decimal | date | Figure | Percentage
"""What may stand in a table; a time of day is written out as text by whoever knows the time zone."""

BOM: Final = "\ufeff"
MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
MAX_CELL: Final = 32_767
"""Characters in one cell; the limit of the common spreadsheet programs."""

_FORMULA_STARTS: Final = tuple("=+-@\t\r\n＝＋－＠")
_NEEDS_QUOTES: Final = re.compile(r"""[",;\r\n\t]|^\s|\s$""")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Table:
    """A table for people or for export. Raises ValueError when a row is not as long as the columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "rows", tuple(tuple(row) for row in self.rows))
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"Row {number} has {len(row)} cells for {len(self.columns)} columns.")

    @classmethod
    def from_figures(cls, figures: FigureTable, heading: str = "") -> Self:
        """A protected table with its totals as last row and column; `heading` stands above the row labels."""
        across = bool(figures.row_totals)
        columns = (heading, *figures.column_labels, *([figures.total_label] if across else []))
        rows: list[tuple[Cell, ...]] = []
        for number, label in enumerate(figures.row_labels):
            rows.append((label, *figures.cells[number], *figures.row_totals[number : number + 1]))
        if figures.column_totals and figures.total is not None:
            rows.append((figures.total_label, *figures.column_totals, *([figures.total] if across else [])))
        return cls(figures.caption, columns, tuple(rows))


def safe_cell(value: Cell) -> str | int | Decimal:
    """The value for a spreadsheet: real numbers as numbers, all else as text that is never taken for a formula.

    Text that begins with = + - @, a tab or a line break gets an apostrophe in front. Dates become 2026-11-21.
    Control characters and halves of characters are left out. Raises TypeError for anything but a Cell.
    """
    if isinstance(value, Figure | Percentage):
        return str(value) if value.value is None else value.value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    if isinstance(value, date) and type(value) is date:
        return value.isoformat()
    if not isinstance(value, str):
        raise TypeError(f"A {type(value).__name__} cannot stand in a table; write it out as text.")
    text = _UNWRITABLE.sub("", value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def to_csv(table: Table, *, bom: bool = False) -> str:
    """The table with its column names as CSV (RFC 4180); encode it as UTF-8.

    Spreadsheet programs need `bom` to see that it is UTF-8; programs that read open data are better without.
    """
    lines = [",".join(_quoted(cell) for cell in row) + "\r\n" for row in (table.columns, *table.rows)]
    return (BOM if bom else "") + "".join(lines)


def _quoted(cell: Cell) -> str:
    safe = safe_cell(cell)
    if isinstance(safe, Decimal):
        return f"{safe:f}"
    text = str(safe)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


class TableError(ValueError):
    """A file could not be read as a table. Row and column count from 1, as a spreadsheet shows them."""

    def __init__(self, row: int, column: int, message: str) -> None:
        self.row, self.column, self.message = row, column, message
        super().__init__(f"Row {row}, column {column}: {message}")


def row_reader(text: str | bytes) -> list[list[str]]:
    """The rows of a CSV file, all as long as the first, which names the columns.

    Reads UTF-8 and UTF-16 with or without a mark in front, else Windows-1252; lines that end in LF, CRLF or CR; cells
    parted by comma, semicolon or tab, whichever the first line uses. Blanks around a cell and blank lines at the end
    are dropped. Raises TableError for the first thing that is wrong.
    """
    content = _decode(text)
    rows = list(_rows(content, _separator(content)))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise TableError(1, 1, "The file is empty.")
    _check_lengths(rows)
    return rows


def _decode(text: str | bytes) -> str:
    if len(text) > MAX_BYTES:
        raise TableError(1, 1, f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it into smaller ones.")
    if isinstance(text, str):
        return text.removeprefix(BOM)
    coding = "utf-16" if text.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        return text.decode(coding).removeprefix(BOM)
    except UnicodeDecodeError:
        return text.decode("cp1252", errors="replace" if coding == "utf-16" else "surrogateescape")


def _separator(content: str) -> str:
    first = re.split(r"[\r\n]", content, maxsplit=1)[0]
    bare = re.sub(r'"[^"]*+"', "", first)
    return max(",;\t", key=lambda mark: (bare.count(mark), mark == ","))


def _rows(content: str, separator: str) -> Iterator[list[str]]:
    """Cell by cell with possessive patterns, so that no file makes the reader go back over its text."""
    pattern = re.compile(rf'[ ]*+"([^"]*+(?:""[^"]*+)*+)"[ ]*+(?=[{separator}\r\n]|\Z)|([^"{separator}\r\n]*+)')
    at, number = 0, 1
    row: list[str] = []
    while at < len(content):
        found = pattern.match(content, at)
        at = found.end() if found else at
        row.append(_cell(found, number, len(row) + 1))
        ending = content[at : at + 1]
        if ending == '"':
            raise TableError(number, len(row), 'There is a quotation mark (") too many, or one is missing.')
        at += 2 if content[at : at + 2] == "\r\n" else 1
        if ending == separator and at < len(content):
            continue
        yield [*row, ""] if ending == separator else row
        number, row = number + 1, []
        if number > MAX_ROWS + 1:
            raise TableError(number, 1, f"The file has more than {MAX_ROWS:,} rows. Split it into smaller ones.")


def _cell(found: re.Match[str] | None, row: int, column: int) -> str:
    quoted, bare = found.groups() if found else (None, "")
    text = (bare if quoted is None else quoted.replace('""', '"')).strip()
    if column > MAX_COLUMNS:
        raise TableError(row, column, f"There are more than {MAX_COLUMNS} columns.")
    if len(text) > MAX_CELL:
        raise TableError(row, column, f"The cell holds more than {MAX_CELL:,} characters. Is a quotation mark missing?")
    strange = _UNWRITABLE.search(text)
    if strange:
        raise TableError(row, column, f"The cell holds a character that cannot be read (U+{ord(strange[0]):04X}).")
    return text


def _check_lengths(rows: Sequence[Sequence[str]]) -> None:
    wanted = len(rows[0])
    for number, row in enumerate(rows, start=1):
        if len(row) != wanted:
            raise TableError(
                number, min(len(row), wanted) + 1, f"The row has {len(row)} cells; the first row has {wanted}."
            )
