"""Tables on their way out, as CSV (RFC 4180 with CRLF) that no spreadsheet runs as a formula."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Self

from .suppression import Figure, FigureTable, Percentage

Cell = str | int | Decimal | date | Figure | Percentage
"""What may stand in a table; a time of day is written out as text by whoever knows the time zone."""

BOM: Final = "\ufeff"

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
    lines = [",".join(csv_cell(cell) for cell in row) + "\r\n" for row in (table.columns, *table.rows)]
    return (BOM if bom else "") + "".join(lines)


def csv_cell(cell: Cell) -> str:
    """The value as it stands between two commas, safe as a cell and quoted where it must be."""
    safe = safe_cell(cell)
    if isinstance(safe, Decimal):
        return f"{safe:f}"
    text = str(safe)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
