"""Tables that went out, and people as they might be, in whom everything that was shown is the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any, Final

from .subtraction import SLACK, rounded

Value = int | None
Person = Sequence[Value]
"""One person's answers, by attribute; the last value is the stand in which they first count. An answer that nobody gave
is lent by somebody who never counts."""
NEVER: Final = 10**9
FORGOTTEN: Final = -(10**8)
"""From here on down lie answers that were known once; see `forgotten`."""
Seat = tuple[int, int]
"""Row and column; -1 stands for all of them, so (2, -1) is a row's total and (-1, -1) everybody."""

Places = tuple[Seat, ...]
UNCOUNTED: Final[Places] = ()

ALL: Final = -1
NOWHERE: Final[Places] = ((-2, -2),)
"""A place that a table does not have, where nobody can be: somebody always came by some channel."""
ANYTHING: Final = (-(10**9), 10**9)


@dataclass(frozen=True)
class Axis:
    """A way of sorting people: by one attribute, into `size` places, each person into exactly one."""

    attribute: int
    place: Callable[[Value], int]
    size: int


@dataclass(frozen=True)
class Filter:
    """Whom a table is about, by one attribute."""

    attribute: int
    holds: Callable[[Value], bool]


EVERYBODY: Final = Axis(ALL, lambda value: 0, 1)
"""The columns of a table of one question."""


@dataclass(frozen=True)
class Release:
    """A table that went out, with its true counts. `without`: people of another table who are left out, so that
    a release can stand for what lies between two others; it shows nothing."""

    rows: Axis
    columns: Axis
    filters: tuple[Filter, ...]
    counts: tuple[tuple[int, ...], ...]
    hidden: frozenset[Seat]
    limit: int
    stand: int
    without: tuple[Filter, ...] = ()
    room: dict[Seat, tuple[int, int]] = field(default_factory=dict, init=False, compare=False)
    attributes: frozenset[int] = field(default=frozenset(), init=False, compare=False)
    told_apart: Callable[[Person], Any] = field(init=False, compare=False)
    seats: dict[Any, Places] = field(default_factory=dict, init=False, compare=False)
    """Where people sit, worked out once for all who are alike in what the table is about."""

    def __post_init__(self) -> None:
        for seat, count in entries(self.counts):
            if seat not in self.hidden:
                near = rounded(count)
                self.room[seat] = (max(near - SLACK, self.limit) - count, near + SLACK - count)
        used = {axis.attribute for axis in (self.rows, self.columns)}
        used |= {one.attribute for one in (*self.filters, *self.without)}
        object.__setattr__(self, "attributes", frozenset(used - {ALL}))
        object.__setattr__(self, "told_apart", itemgetter(*sorted(self.attributes), -1))

    def places(self, person: Person) -> Places:
        """The seat of a person and the totals in which it counts; empty for somebody whom the table is not about."""
        key = self.told_apart(person)
        places = self.seats.get(key)
        if places is None and self.knew_more(person):
            places = self.seats[key] = NOWHERE
        if places is None:
            seat = self.seat(person)
            places = UNCOUNTED if seat is None else around(seat) if self.has(seat) else NOWHERE
            self.seats[key] = places
        return places

    def knew_more(self, person: Person) -> bool:
        """Whether it counted this person by an answer that is forgotten: nobody can say any more at which seat."""
        answers = (person[attribute] for attribute in self.attributes)
        return any(one is not None and one <= forgotten(self.stand) for one in answers)

    def seat(self, person: Person) -> Seat | None:
        """Where this person is counted; None for somebody whom the table is not about."""
        if (person[-1] or 0) > self.stand or not all(one.holds(person[one.attribute]) for one in self.filters):
            return None
        if self.without and all(one.holds(person[one.attribute]) for one in self.without):
            return None
        column = self.columns.place(person[self.columns.attribute]) if self.columns.attribute != ALL else 0
        return self.rows.place(person[self.rows.attribute]), column

    def has(self, seat: Seat) -> bool:
        """Whether the table has such a place."""
        return seat[0] < self.rows.size and seat[1] < self.columns.size

    @property
    def alone(self) -> bool:
        """Whether it is about a single question, so that it is safe by itself."""
        return len(self.attributes) == 1

    def regroups(self, other: "Release") -> bool:
        """Whether it puts together what the other keeps apart."""
        axes = (self.rows, self.columns)
        return any(axis.attribute == other.rows.attribute and axis != other.rows for axis in axes)

    def secrets(self) -> Iterator[Seat]:
        """Where its small numbers stand."""
        for i, row in enumerate(self.counts):
            yield from ((i, j) for j, count in enumerate(row) if count < self.limit)


def forgotten(stand: int) -> int:
    """In place of an answer that tables up to this stand counted and that nobody knows any more.

    In a proof, nothing that such tables are about may change of this person: what would become of them is unknown."""
    return FORGOTTEN - stand


def entries(counts: Sequence[Sequence[int]]) -> Iterator[tuple[Seat, int]]:
    """Every number of a table with its totals."""
    for i, row in enumerate(counts):
        yield from (((i, j), count) for j, count in enumerate(row))
        yield (i, ALL), sum(row)
    yield from (((ALL, j), sum(column)) for j, column in enumerate(zip(*counts, strict=True)))
    yield (ALL, ALL), sum(map(sum, counts))


class World:
    """People as they might be. Every figure that was shown is the same as it is."""

    def __init__(self, people: Sequence[Person], releases: Sequence[Release], order: "Order | None" = None) -> None:
        self.people: list[Person] = list(people)
        self.releases, self.order = releases, order or Order(releases)
        self.moved: list[dict[Seat, int]] = [{} for _ in releases]

    def take(self, one: int, lenders: dict[int, int], both: bool) -> bool:
        """Let one person answer as others do, attribute by attribute (`lenders`: from whom), if no figure changes that
        was shown. With `both` they exchange these answers."""
        after = {one: self.people[one]}
        for attribute, other in lenders.items():
            after[one] = with_value(after[one], attribute, self.people[other])
            if both:
                after[other] = with_value(after.get(other, self.people[other]), attribute, self.people[one])
        pairs, changed = [(self.people[who], person) for who, person in after.items()], []
        order = self.order.of(lenders)
        for place, number in enumerate(order):
            if (by := self.changes(number, pairs)) is None:
                order.insert(0, order.pop(place))
                return False
            changed.append((number, by))
        for number, by in changed:
            self.moved[number].update(by)
        for who, person in after.items():
            self.people[who] = person
        return True

    def changes(self, number: int, pairs: Sequence[tuple[Person, Person]]) -> dict[Seat, int] | None:
        """By how much each number of one release is then off; None when something changes that was shown."""
        moved, release = self.moved[number], self.releases[number]
        here: dict[Seat, int] = {}
        for before, after in pairs:
            was, becomes = release.places(before), release.places(after)
            if becomes is NOWHERE:
                return None
            if was is not becomes:
                for place in was:
                    here[place] = here.get(place, 0) - 1
                for place in becomes:
                    here[place] = here.get(place, 0) + 1
        for place, by in here.items():
            if by:
                here[place] = by = by + moved.get(place, 0)
                bounds = release.room.get(place, ANYTHING)
                if by < bounds[0] or by > bounds[1]:
                    return None
            else:
                here[place] = moved.get(place, 0)
        return here


class Order:
    """In which order releases are asked about a change: first those that refused one lately."""

    def __init__(self, releases: Sequence[Release]) -> None:
        self.releases = releases
        self.orders: dict[frozenset[int], list[int]] = {}

    def of(self, attributes: Iterable[int]) -> list[int]:
        """The releases that are about any of these attributes, by number."""
        wanted = frozenset(attributes)
        if wanted not in self.orders:
            numbers = range(len(self.releases))
            self.orders[wanted] = [number for number in numbers if wanted & self.releases[number].attributes]
        return self.orders[wanted]


def with_value(person: Person, attribute: int, other: Person) -> Person:
    return (*person[:attribute], other[attribute], *person[attribute + 1 :])


@cache
def around(seat: Seat) -> tuple[Seat, ...]:
    """A seat and the totals in which it counts."""
    return seat, (seat[0], ALL), (ALL, seat[1]), (ALL, ALL)
