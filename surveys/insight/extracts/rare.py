"""What is rare does not leave: a value that few have, and a person whom few resemble in what others may know."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy
from numpy.typing import NDArray

from surveys.insight.extracts.codes import Codes
from surveys.insight.extracts.columns import NOT_ASKED, RARE, RARE_CODE, SILENT, AnyColumn

Key = tuple[int, ...]
"""One person's codes in the identifying columns, in order."""
OUT = "x"
"""The mask of people who are too few however much is hidden."""


@dataclass(frozen=True)
class Safe:
    """What may leave: the columns with the words that may be shown, a row of codes for each person in the copy."""

    columns: tuple[AnyColumn, ...]
    codes: Codes
    left_out: int


def without_the_rare(columns: Sequence[AnyColumn], codes: Codes, limit: int) -> Safe:
    """Hide what few share. Who is too few however much is hidden stays out, and nobody can tell that it was they."""
    seats = [seat for seat, column in enumerate(columns) if column.identifying]
    keys, whose, numbers = distinct(codes[:, seats])
    masks = masks_of(dict(zip(keys, numbers, strict=True)), limit)
    spared = "0" * len(seats)
    found = [masks.get(key, spared) for key in keys]
    out = numpy.array([mask == OUT for mask in found], dtype=bool)[whose]
    hide = numpy.array([list(mask.replace(OUT, spared)) for mask in found]).reshape(-1, len(seats)) == "1"
    left_out = int(out.sum())
    kept = tuple(without_rare(column, counted(codes[:, seat]), limit + left_out) for seat, column in enumerate(columns))
    shown = codes.copy()
    for place, seat in enumerate(seats):
        shown[hide[:, place][whose], seat] = RARE_CODE
    return Safe(kept, shown[~out], left_out)


def distinct(codes: Codes) -> tuple[list[Key], NDArray[numpy.intp], list[int]]:
    """Each different row, which of them everybody has, and how many have it."""
    whose = numpy.zeros(len(codes), dtype=numpy.int64)
    for column in codes.T.astype(numpy.int64):
        span = int(column.max(initial=0)) - NOT_ASKED + 1
        whose = numpy.unique(whose * span + column - NOT_ASKED, return_inverse=True)[1]
    _, first, numbers = numpy.unique(whose, return_index=True, return_counts=True)
    return [tuple(row) for row in codes[first].tolist()], whose, numbers.tolist()


def counted(column: NDArray[numpy.int16]) -> dict[int, int]:
    """How many have each code."""
    numbers = numpy.bincount(column.astype(numpy.int64) - NOT_ASKED)
    return {code: int(number) for code, number in enumerate(numbers, start=NOT_ASKED) if number}


def words_for(column: AnyColumn, code: int) -> str:
    """The words of a code, empty for somebody who was not asked. A code without words is as rare as can be."""
    return "" if code == NOT_ASKED else column.words.get(code, RARE)


def without_rare(column: AnyColumn, counts: Mapping[int, int], limit: int) -> AnyColumn:
    """The column without words for values of too few people; what is put together so is itself no small group."""
    words = {**SILENT, **column.words}
    rare = {code for code in words if counts.get(code, 0) < limit}
    hidden = sum(counts.get(code, 0) for code in rare)
    often = sorted((number, code) for code, number in counts.items() if code != NOT_ASKED and code not in rare)
    while 0 < hidden < limit and often:
        number, code = often.pop(0)
        rare.add(code)
        hidden += number
    return replace(column, words={code: RARE if code in rare else text for code, text in words.items()})


def masks_of(keys: Mapping[Key, int], limit: int) -> dict[Key, str]:
    """One column after the other is hidden from those whom too few resemble, until enough do; others stay out."""
    now: dict[Key, Key] = {key: key for key in keys}
    width = len(next(iter(keys), ()))
    for place in range(width):
        few = too_few(now, keys, limit)
        now = {key: (*seen[:place], RARE_CODE, *seen[place + 1 :]) if key in few else seen for key, seen in now.items()}
    out = too_few(now, keys, limit)
    return {
        key: OUT if key in out else "".join("01"[code == RARE_CODE] for code in seen)
        for key, seen in now.items()
        if key in out or RARE_CODE in seen
    }


def too_few(now: Mapping[Key, Key], keys: Mapping[Key, int], limit: int) -> set[Key]:
    alike = Counter[Key]()
    for key, seen in now.items():
        alike[seen] += keys[key]
    return {key for key, seen in now.items() if alike[seen] < limit}
