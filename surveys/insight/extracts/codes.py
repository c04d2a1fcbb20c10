"""What people answered as a table of small codes, a row for each person: read once, and by whole columns from then on.

Python and PostgreSQL take the same codes from the same answers; a test compares them. Imported only where a copy is
made: numpy is large."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy
from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet
from numpy.typing import NDArray

from surveys.insight.extracts.columns import NOT_ASKED, AnyColumn, Values, columns_of
from surveys.insight.subjects import CHANNELS, TELLERS
from surveys.questionnaires.models import Version, definition_of
from surveys.responses.models import Response

Codes = NDArray[numpy.int16]
"""Shape (people, columns). `NOT_ASKED` where somebody was not asked."""
FIELDS = ("answers", "channel", "teller", "submitted_on")
MOST = 2**15 - 1
A_TURN = 5000
"""Rows that wait as the database sent them."""
HEAD, TAIL = 19, 2
"""Bytes before the first row and after the last in the binary form of COPY (PostgreSQL, COPY, "Binary Format")."""


def all_columns(version: Version, rows: "QuerySet[Response]") -> list[AnyColumn]:
    ends = rows.aggregate(first=Min("submitted_on"), last=Max("submitted_on")).values()
    first, last = (day.year * 12 + day.month - 1 if day else 0 for day in ends)
    return columns_of(definition_of(version.pk), version.published_at.year, (first, last))


def codes_of(rows: "QuerySet[Response]", columns: Sequence[AnyColumn]) -> Codes:
    """Everybody's codes, in an order by chance: it tells neither who came when nor who stood where in another copy."""
    found = copied(rows, columns) if connection.vendor == "postgresql" else worked_out(rows, columns)
    return numpy.random.default_rng().permutation(found)


def worked_out(rows: "QuerySet[Response]", columns: Sequence[AnyColumn]) -> Codes:
    found = [[NOT_ASKED if (code := one.code(values)) is None else code for one in columns] for values in each(rows)]
    return small(numpy.array(found, dtype=numpy.int64).reshape(-1, len(columns)))


def small(found: NDArray[Any]) -> Codes:
    """As two bytes each. What is no code at all becomes one without words, and those are not shown."""
    return found.clip(NOT_ASKED, MOST).astype(numpy.int16)


def each(rows: "QuerySet[Response]") -> Iterator[Values]:
    """The answers of each person, then channel, teller and month as codes."""
    for answers, channel, teller, day in rows.values_list(*FIELDS).iterator(chunk_size=2000):
        yield [*answers, CHANNELS.index(channel), TELLERS.index(teller), day.year * 12 + day.month - 1]


def copied(rows: "QuerySet[Response]", columns: Sequence[AnyColumn]) -> Codes:
    """By COPY in its binary form, in which every number stands at a place that is known."""
    source, given = rows.values(*FIELDS).query.sql_with_params()
    cells = ", ".join(f"COALESCE(({column.in_sql})::int, {NOT_ASKED})" for column in columns)
    arriving = Arriving(len(columns))
    with transaction.atomic(), connection.cursor() as cursor:
        rows_now = cursor.mogrify(f"SELECT {cells} FROM ({source}) b", list(given)).decode()  # noqa: S608 - ours
        cursor.copy_expert(f"COPY ({rows_now}) TO STDOUT (FORMAT binary)", arriving)
    return arriving.all()


class Arriving:
    """Rows as they arrive; what has arrived is kept as codes, in a twentieth of the space."""

    def __init__(self, width: int) -> None:
        self.row = numpy.dtype([("fields", ">i2"), ("cells", [("bytes", ">i4"), ("code", ">i4")], (width,))])
        self.open, self.begun, self.done = bytearray(), False, [numpy.empty((0, width), dtype=numpy.int16)]

    def write(self, piece: bytes) -> None:
        self.open += piece
        if len(self.open) > A_TURN * self.row.itemsize:
            self.take()

    def take(self) -> None:
        """Turn the rows that are whole into codes."""
        if not self.begun:
            del self.open[:HEAD]
            self.begun = True
        whole = len(self.open) // self.row.itemsize
        rows = numpy.frombuffer(bytes(self.open[: whole * self.row.itemsize]), dtype=self.row)
        self.done.append(small(rows["cells"]["code"]))
        del self.open[: whole * self.row.itemsize]

    def all(self) -> Any:
        self.take()
        if len(self.open) != TAIL:
            raise ValueError("The database sent something else than rows of numbers.")
        return numpy.concatenate(self.done)
