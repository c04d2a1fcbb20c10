"""A copy of closed answers as the bytes of a file: CSV, Excel, SPSS and JSON. Every file says for whom it was made."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import numpy
from openpyxl import Workbook

from derbyvoice.lib.tables import BOM, csv_cell, safe_cell
from surveys.insight.choices import ExtractKind
from surveys.insight.extracts.codes import Codes
from surveys.insight.extracts.columns import NOT_ASKED, RARE, RARE_CODE, AnyColumn
from surveys.insight.extracts.rare import Safe, words_for
from surveys.insight.extracts.rows import CHUNK
from surveys.insight.files import sav_file

MADE_FOR: Final = "Made for"
A_SLICE: Final = 5000
"""Rows that are written at once; after each slice the page shows how far it is."""
Told = Callable[[float], None]


@dataclass(frozen=True)
class Job:
    """What a file is made of. `told` is called with the share that is done, from 0 to 1."""

    safe: Safe
    title: str
    made_for: str
    told: Told

    @property
    def columns(self) -> tuple[AnyColumn, ...]:
        return self.safe.columns

    def slices(self) -> Iterator[Codes]:
        """The rows of the file as codes, saying on the way how far it is."""
        codes = self.safe.codes
        for start in range(0, len(codes), A_SLICE):
            yield codes[start : start + A_SLICE]
            self.told(min(start + A_SLICE, len(codes)) / len(codes))

    def in_words(self, spelt: Callable[[str], str]) -> Iterator[list[list[str]]]:
        """Each slice as words; `spelt` gives what stands in the file for the words of a code."""
        spellings = [all_words(column, spelt) for column in self.columns]
        for part in self.slices():
            cells = numpy.empty(part.shape, dtype=object)
            for seat, words in enumerate(spellings):
                cells[:, seat] = words[numpy.minimum(part[:, seat] - NOT_ASKED, len(words) - 1)]
            yield cells.tolist()


def all_words(column: AnyColumn, spelt: Callable[[str], str]) -> Any:
    """The words for each code from `NOT_ASKED` on; the last are for whatever lies beyond."""
    codes = range(NOT_ASKED, max(column.words, default=0) + 2)
    return numpy.array([spelt(words_for(column, code)) for code in codes], dtype=object)


def file_of(kind: str, job: Job) -> Iterator[bytes]:
    """The file in pieces."""
    match kind:
        case ExtractKind.CSV:
            return csv_file(job)
        case ExtractKind.XLSX:
            return in_chunks(workbook(job))
        case ExtractKind.SAV:
            return in_chunks(spss(job))
    return as_json(job)


def in_chunks(content: bytes) -> Iterator[bytes]:
    yield from (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


# CSV


def csv_file(job: Job) -> Iterator[bytes]:
    titles = [column.title for column in job.columns]
    yield (BOM + ",".join(map(csv_cell, [*titles, MADE_FOR])) + "\n").encode()
    end = "," + csv_cell(job.made_for) + "\n"
    for rows in job.in_words(csv_cell):
        yield (end.join(map(",".join, rows)) + end).encode()


def safe(words: str) -> str:
    return str(safe_cell(words))


# Excel, SPSS, JSON


def workbook(job: Job) -> bytes:
    book, out = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Answers")
    for row in ([job.title], [MADE_FOR, job.made_for], [], [column.title for column in job.columns]):
        sheet.append([safe(words) for words in row])
    for rows in job.in_words(safe):
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def numbered(job: Job) -> Iterator[Codes]:
    """The codes as they may be shown: those without words of their own are `RARE_CODE`."""
    shown = [[code for code, words in column.words.items() if words != RARE] for column in job.columns]
    for part in job.slices():
        codes = part.copy()
        for seat, known in enumerate(shown):
            codes[~numpy.isin(part[:, seat], [NOT_ASKED, *known]), seat] = RARE_CODE
        yield codes


def spss(job: Job) -> bytes:
    """Codes with labels of values; what was not asked is missing."""
    names = spss_names(job.columns)
    rows = numpy.concatenate([job.safe.codes[:0], *numbered(job)]).astype("float64")
    rows[rows == NOT_ASKED] = numpy.nan
    labels = {
        name: {float(code): words for code, words in labels_of(column).items()}
        for name, column in zip(names, job.columns, strict=True)
    }
    columns = dict(zip(names, rows.T, strict=True))
    return sav_file(job.title, columns, [column.title for column in job.columns], labels, job.made_for)


def spss_names(columns: tuple[AnyColumn, ...]) -> list[str]:
    """Names that SPSS takes: a letter first, then letters, digits and _, and none twice."""
    return [f"v{number}_{column.name}"[:60].replace("-", "_") for number, column in enumerate(columns, start=1)]


def labels_of(column: AnyColumn) -> dict[int, str]:
    return {**{code: words for code, words in column.words.items() if words != RARE}, RARE_CODE: RARE}


def as_json(job: Job) -> Iterator[bytes]:
    columns = [{"name": one.name, "title": one.title, "words": labels_of(one)} for one in job.columns]
    head = json.dumps({"title": job.title, "made_for": job.made_for, "columns": columns}, ensure_ascii=False)
    yield (head[:-1] + ', "rows": [').encode()
    comma = ""
    for part in numbered(job):
        rows = [[None if code == NOT_ASKED else code for code in row] for row in part.tolist()]
        yield (comma + ",\n".join(json.dumps(row) for row in rows)).encode()
        comma = ",\n"
    yield b"]}"
