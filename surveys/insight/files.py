"""Protected tables as files: CSV, Excel, SPSS and JSON. One row for each number; a hidden one is empty or "not shown".

No cell is run as a formula. SPSS gets codes with value labels, and the question's words as labels of values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from derbyvoice.lib.suppression import Figure, FigureTable
from derbyvoice.lib.tables import Table, safe_cell, to_csv
from surveys.questionnaires.models import Version

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "json": "application/json",
}
COLUMNS = ("Question", "Words", "Answer", "Beside", "Only", "People")
"""`Only` says whom the figures are about, where that is not everybody."""
Tables = Sequence[tuple[str, str, FigureTable]]
Numbered = tuple[str, str, str, str, Figure]
Line = tuple[str, str, str, str, str, Figure]


def lines(tables: Tables) -> Iterator[Numbered]:
    """Every number of every table with what it counts; totals too."""
    for id_, words, table in tables:
        several = len(table.column_labels) > 1
        for number, (label, cells) in enumerate(zip(table.row_labels, table.cells, strict=True)):
            for column, cell in zip(table.column_labels, cells, strict=True):
                yield id_, words, label, column if several else "", cell
            if table.row_totals:
                yield id_, words, label, table.total_label, table.row_totals[number]
        for column, cell in zip(table.column_labels, table.column_totals, strict=False):
            yield id_, words, table.total_label, column if several else "", cell
        if table.row_totals and table.column_totals and table.total is not None:
            yield id_, words, table.total_label, table.total_label, table.total


def file_of(kind: str, version: Version, tables: Tables, only: Sequence[str] = ()) -> bytes:
    """The tables as a file of this kind. `only`: whom they are about, in words."""
    about = "; ".join(only)
    found: list[Line] = [(*what, about, people) for *what, people in lines(tables)]  # type: ignore[misc]
    title = f"{version.survey.title}, version {version.number}"
    match kind:
        case "csv":
            return to_csv(Table(title, COLUMNS, tuple(found)), bom=True).encode()
        case "xlsx":
            return workbook(title, found, version.survey.small_numbers.note)
        case "sav":
            return spss(title, found)
    return json.dumps(as_data(title, found, version.survey.small_numbers.note), ensure_ascii=False, indent=1).encode()


def as_data(title: str, found: list[Line], note: str) -> dict[str, Any]:
    names = [name.lower() for name in COLUMNS]
    rows = [dict(zip(names, (*line[:-1], line[-1].value), strict=True)) for line in found]
    return {"title": title, "note": note, "figures": rows}


def workbook(title: str, found: list[Line], note: str) -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one sheet
    sheet.title = "Figures"
    for row in ((title,), (note,), (), COLUMNS, *found):
        sheet.append([safe_cell(cell) for cell in row])
    book.save(out)
    return out.getvalue()


def spss(title: str, found: list[Line]) -> bytes:
    """Codes with value labels; a number that is not shown is missing."""
    columns: dict[str, list[float | None]] = {}
    labels: dict[str, dict[float, str]] = {}
    for place, name in enumerate(COLUMNS[:-1]):
        known = list(dict.fromkeys(str(line[place]) for line in found))
        columns[name.lower()] = [float(known.index(str(line[place])) + 1) for line in found]
        labels[name.lower()] = {float(code): words for code, words in enumerate(known, start=1)}
    columns["people"] = [line[-1].value for line in found]
    return sav_file(title, columns, [*COLUMNS[:-1], "People, rounded to 5"], labels)


def sav_file(
    title: str, columns: Mapping[str, Any], titles: Sequence[str], labels: Mapping[str, Mapping[float, str]],
    note: str | None = None,
) -> bytes:  # fmt: skip
    """Columns of numbers as a file of SPSS, with the words for each code; SPSS takes so many letters and no more."""
    import pandas
    import pyreadstat

    cut = {name: {code: words[:120] for code, words in known.items()} for name, known in labels.items()}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(columns, dtype="float64"), str(path), file_label=title[:60],
            column_labels=[one[:250] for one in titles], variable_value_labels=cut, note=note,
        )  # fmt: skip
        return path.read_bytes()
