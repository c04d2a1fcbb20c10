"""Tables that somebody wants to see, and how much of them may go out.

Figures of a survey stand still until ten people or more came or went; what was asked before is answered as before.
So nobody sees a figure move with one person. Within a stand, and beside the stand before it, each further table needs a
proof that no small number can be reckoned from all that went out (`proofs.py`). What lies between two tables of
the same questions, such as who is left out by a filter, is treated as a table of its own, of which nothing is shown.

What this does not do: it knows nothing of what readers know already. Somebody who knows the answers of all people of a
place but one can always learn that one's from a true figure; rounding makes it a guess.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from .proofs import may_go_out
from .subtraction import Kind, Place, places_to_hide
from .worlds import ALL, EVERYBODY, Axis, Filter, Person, Release, Seat, entries

STEP: Final = 10
"""People who must have come or gone before the figures of a survey are reckoned anew."""


@dataclass(frozen=True)
class Asked:
    """A table that somebody wants to see."""

    rows: Axis
    columns: Axis
    filters: tuple[Filter, ...] = ()
    without: tuple[Filter, ...] = ()
    kept: frozenset[Seat] = frozenset()
    """Totals that are hidden already where one of the questions is tabulated alone."""

    @property
    def parts(self) -> Iterator["Asked"]:
        """The table and, where it is about some people only, its totals: tables of one question about them."""
        yield self
        if self.filters and self.columns is not EVERYBODY:
            yield Asked(self.rows, EVERYBODY, self.filters)
            yield Asked(self.columns, EVERYBODY, self.filters)

    def alike(self, other: Release) -> bool:
        return (self.rows, self.columns) == (other.rows, other.columns) and not other.without


Counted = Callable[[Asked], tuple[tuple[int, ...], ...]]
"""The true counts of a table that somebody wants to see."""


def unseen(asked: Asked, counts: tuple[tuple[int, ...], ...], *, limit: int, stand: int) -> Release:
    """A table of which nothing is shown, and whose small numbers must be kept all the same."""
    hidden = frozenset(seat for seat, _ in entries(counts))
    return Release(asked.rows, asked.columns, asked.filters, counts, hidden, limit, stand, asked.without)


def protected(asked: Asked, counts: tuple[tuple[int, ...], ...], *, limit: int, stand: int, floor: int = 0) -> Release:
    """The table with what must be hidden when nothing else is known but the tables of each of its questions.

    Cells below `floor` are hidden too."""
    one_column = asked.columns is EVERYBODY
    already = {Place(Kind.MARGIN, i, ALL) for i in small_alone([sum(row) for row in counts], limit)}
    already |= {Place(Kind.MARGIN, ALL, j) for j in small_alone([sum(row) for row in zip(*counts, strict=True)], limit)}
    already |= {Place(Kind.MARGIN, *seat) for seat in asked.kept}
    already |= {Place(Kind.CELL, i, j) for i, row in enumerate(counts) for j, n in enumerate(row) if n < floor}
    shown_totals = {"row_totals": not one_column, "column_totals": not one_column}
    places = places_to_hide(counts, limit=limit, already=already, **shown_totals)
    hidden = {(place.row, place.column) for place in places}
    if one_column:
        hidden |= {(i, ALL) for i, j in hidden if i != ALL} | ({(ALL, 0)} if (ALL, ALL) in hidden else set())
    return Release(asked.rows, asked.columns, asked.filters, counts, frozenset(hidden), limit, stand)


def small_alone(counts: Sequence[int], limit: int) -> Iterator[int]:
    """What a table of one question hides: these places stay hidden wherever they are a total."""
    hidden = places_to_hide([[n] for n in counts], limit=limit, row_totals=False, column_totals=False)
    yield from (place.row for place in hidden if place.kind is Kind.CELL)


def between(asked: Asked, people: Sequence[Person], around: Sequence[Release]) -> Iterator[Asked]:
    """What could be reckoned by subtraction: who is in one table and not in another of the same questions."""
    others = {release.filters for release in around if asked.alike(release)}
    if asked.filters and asked.columns is EVERYBODY:
        others.add(())
    for filters in others - {asked.filters}:
        for inner, outer in ((asked.filters, filters), (filters, asked.filters)):
            if inner and not within(outer, inner, people):
                yield Asked(asked.rows, asked.columns, outer, inner)


def within(inner: Sequence[Filter], outer: Sequence[Filter], people: Sequence[Person]) -> bool:
    """Whether everybody whom the inner filters let through passes the outer ones too, by what the filters mean."""
    return all(
        one.holds(value)
        for one in outer
        for value in {person[one.attribute] for person in people}
        if all(other.holds(value) for other in inner if other.attribute == one.attribute)
    )


def decide(
    asked: Asked,
    counted: Counted,
    *,
    limit: int,
    stand: int,
    alone: Sequence[Release],
    earlier: Sequence[Release],
    people: Sequence[Person],
    chance: Random,
) -> list[Release]:
    """The table as it may go out, first, with all that it tells besides; nothing when it may not go out.

    `alone`: every table of one question for everybody that may be known, since those always go out. More and more of
    the table is hidden until there is a proof for it."""
    now = [release for release in earlier if release.stand == stand]
    if not asked.filters and asked.columns is EVERYBODY:
        table = protected(asked, counted(asked), limit=limit, stand=stand)
        if not any(table.regroups(one) for one in alone):
            return [table]
    tried: list[list[Release]] = []
    for floor in (0, 2 * limit, 4 * limit):
        fresh = []
        for part in asked.parts:
            fresh.append(protected(part, counted(part), limit=limit, stand=stand, floor=floor))
            others = between(part, people, now)
            fresh += (unseen(one, counted(one), limit=limit, stand=stand) for one in others)
        if fresh not in tried and may_go_out(fresh, [*earlier, *alone], people, chance):
            return fresh
        tried.append(fresh)
    return []
