"""Rows of the release ledger read back as the tables that they were.

A row names months and waves by their place, so it is read with the months and waves of its own stand. Where those are
not known any more, the table is lost: no proof may change what it was about, and nothing new is shown of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derbyvoice.lib.worlds import EVERYBODY, Axis, Filter, Seat, Value
from derbyvoice.lib.worlds import Release as Known
from surveys.insight.models import Release
from surveys.insight.subjects import EXTRA, By, Subject
from surveys.questionnaires.models import definition_of

Name = dict[str, Any]
"""What was asked, in a form that can be kept: keys of subjects, numbers of their parts, chosen places."""


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one stand, by what tables could be about there."""

    subjects: Mapping[str, Subject]
    version: int
    limit: int

    def rebuilt(self, row: Release) -> Known:
        """The table as it went out."""
        if not self.subjects.keys() >= set(keys_in(row.asked)):
            return self.lost(row)
        rows, across = self.axis(row.asked["rows"]), row.asked["columns"]
        columns = self.axis(across) if across else EVERYBODY
        if (len(row.counts), len(row.counts[0])) != (rows.size, columns.size):
            return self.lost(row)
        filters, without = (tuple(map(self.filter, row.asked[side])) for side in ("filters", "without"))
        return Known(rows, columns, filters, *numbers_of(row), self.limit, row.stand.number, without)

    def lost(self, row: Release) -> Known:
        """A table of which only is known what it was about: everybody sits at a place that it does not have."""
        about = {self.attribute(key) for key in keys_in(row.asked)}
        rows = Axis(min(about), By(beyond, len(row.counts)), len(row.counts))
        filters = tuple(Filter(attribute, anybody) for attribute in sorted(about))
        return Known(rows, EVERYBODY, filters, *numbers_of(row), self.limit, row.stand.number)

    def axis(self, named: Sequence[Any]) -> Axis:
        key, number = named
        return self.subjects[key].parts[number].axis

    def filter(self, named: Sequence[Any]) -> Filter:
        key, places = named
        return self.subjects[key].filter(frozenset(places))

    def attribute(self, key: str) -> int:
        """What a subject is about, even one that is gone."""
        there = self.subjects.get(key)
        return there.attribute if there else len(definition_of(self.version).questions) + EXTRA.index(key)


def keys_in(name: Name) -> Iterator[str]:
    """The subjects of everything that a table was about."""
    for key, _ in (name["rows"], name["columns"] or name["rows"], *name["filters"], *name["without"]):
        yield key


def numbers_of(row: Release) -> tuple[tuple[tuple[int, ...], ...], frozenset[Seat]]:
    """True counts, and which of them were hidden."""
    return tuple(map(tuple, row.counts)), frozenset((i, j) for i, j in row.hidden)


def beyond(size: int, value: Value) -> int:
    """The place after the last."""
    return size


def anybody(value: Value) -> bool:
    return True


def is_lost(known: Known) -> bool:
    return isinstance(known.rows.place, By) and known.rows.place.how is beyond
