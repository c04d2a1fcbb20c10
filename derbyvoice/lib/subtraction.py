"""What an outsider could work out by subtraction, and what else must be hidden so that they cannot.

A table with totals is a network: people flow from the grand total into rows, from rows through cells
into columns, and back. Every published number is known to within its rounding; every hidden one is known
to be nought or more. The most a hidden number can be, given all the rest, is then a question of how much
more could flow through its edge. The true table is one possible flow, so the search starts there and is
exact.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

ROUNDING = 5
"""Published counts are multiples of five."""

SLACK = ROUNDING // 2
"""How far a true count can lie from the multiple of five that stands for it."""

SPREAD = ROUNDING - 1
"""A hidden number must stay at least as uncertain as a published one: five possible values."""

_NO_LIMIT = 10**12


def rounded(count: int) -> int:
    """The multiple of five nearest to `count`; a whole number is never half-way between two."""
    return (count + SLACK) // ROUNDING * ROUNDING


class Kind(IntEnum):
    """What a number in a table is, in the order in which we would rather lose it."""

    CELL = 0
    MARGIN = 1
    TOTAL = 2


@dataclass(frozen=True, order=True)
class Place:
    """Where a number stands. A row total has no column, a column total no row, the grand total neither."""

    kind: Kind
    row: int
    column: int


@dataclass
class _Edge:
    place: Place
    tail: int
    head: int
    count: int
    small: bool = False
    low: int = 0
    high: int = _NO_LIMIT

    @property
    def shown(self) -> bool:
        return self.high != _NO_LIMIT

    def judge(self, limit: int) -> None:
        """Show the number, to within its rounding, unless it is small."""
        near, self.small = rounded(self.count), self.count < limit
        if not self.small:
            self.low, self.high = max(near - SLACK, limit), near + SLACK

    def hide(self) -> None:
        self.low, self.high = 0, _NO_LIMIT


@dataclass
class _Network:
    edges: list[_Edge]
    limit: int
    around: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, edge in enumerate(self.edges):
            self.around.setdefault(edge.tail, []).append((number, True))
            self.around.setdefault(edge.head, []).append((number, False))

    def room(self, number: int, forward: bool, flow: Sequence[int], wary: bool) -> int:
        """How much more (or less) could flow along one edge, as far as an outsider knows.

        A `wary` search supposes that the outsider has guessed which of the hidden numbers are small.
        """
        edge = self.edges[number]
        if not forward:
            return flow[number] - edge.low
        return (self.limit - 1 if wary and edge.small else edge.high) - flow[number]

    def explore(self, start: int, barred: int, flow: Sequence[int], wary: bool) -> dict[int, tuple[int, bool] | None]:
        """Every node that can be reached from `start`, each with the step that led to it."""
        came_by: dict[int, tuple[int, bool] | None] = {start: None}
        queue = deque([start])
        while queue:
            for number, forward in self.around[queue.popleft()]:
                edge = self.edges[number]
                node = edge.head if forward else edge.tail
                if number != barred and node not in came_by and self.room(number, forward, flow, wary):
                    came_by[node] = (number, forward)
                    queue.append(node)
        return came_by

    def path(self, came_by: dict[int, tuple[int, bool] | None], end: int) -> Iterator[tuple[int, bool]]:
        step = came_by[end]
        while step is not None:
            yield step
            number, forward = step
            step = came_by[self.edges[number].tail if forward else self.edges[number].head]

    def shift(self, number: int, up: bool, wanted: int) -> tuple[int, set[int]]:
        """How far the number at one edge can move, up to `wanted`, and the nodes inside the barrier."""
        edge = self.edges[number]
        start, end = (edge.head, edge.tail) if up else (edge.tail, edge.head)
        flow, gained, wary = [one.count for one in self.edges], 0, edge.small and not up
        reached: dict[int, tuple[int, bool] | None] = {}
        while gained < wanted:
            reached = self.explore(start, number, flow, wary)
            if end not in reached:
                break
            steps = list(self.path(reached, end))
            amount = min(wanted - gained, *(self.room(n, forward, flow, wary) for n, forward in steps))
            for n, forward in steps:
                flow[n] += amount if forward else -amount
            gained += amount
        return gained, set(reached)

    def barrier(self, inside: set[int]) -> _Edge:
        """The published number we would rather lose among those that hold the hidden one in place."""
        crossing = (e for e in self.edges if e.shown and (e.tail in inside) != (e.head in inside))
        return min(crossing, key=lambda edge: (edge.place.kind, edge.count, edge.place))


def _build(counts: Sequence[Sequence[int]]) -> list[_Edge]:
    rows, columns = len(counts), len(counts[0])
    source, sink = rows + columns, rows + columns + 1
    edges = [
        _Edge(Place(Kind.CELL, i, j), i, rows + j, count) for i, row in enumerate(counts) for j, count in enumerate(row)
    ]
    edges += [_Edge(Place(Kind.MARGIN, i, -1), source, i, sum(row)) for i, row in enumerate(counts)]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    edges += [_Edge(Place(Kind.MARGIN, -1, j), rows + j, sink, count) for j, count in enumerate(sums)]
    return [*edges, _Edge(Place(Kind.TOTAL, -1, -1), sink, source, sum(sums))]


def _way_out(network: _Network, number: int) -> set[int] | None:
    """None when a hidden number is safe, else the nodes inside the barrier that gives it away.

    A small number is safe when it could be the limit, as far as subtraction goes, and could be nought even
    to those who have guessed which numbers are small. Another is safe when it could be as many things as a
    rounded number could.
    """
    edge, limit = network.edges[number], network.limit
    if edge.small:
        raised, inside = network.shift(number, True, limit - edge.count)
        if edge.count + raised < limit:
            return inside
        wanted = edge.count
    else:
        wanted = SPREAD - network.shift(number, True, SPREAD)[0]
    lowered, inside = network.shift(number, False, wanted)
    return None if lowered >= wanted else inside


def places_to_hide(
    counts: Sequence[Sequence[int]],
    *,
    limit: int,
    row_totals: bool = True,
    column_totals: bool = True,
    already: Iterable[Place] = (),
) -> frozenset[Place]:
    """Every number of a table and its totals that must not be shown.

    First those below `limit`, nought included. Then, one at a time, the published number we would rather
    lose among those that give a hidden number away, until each hidden number could be `limit` or more
    and has at least five possible values. Hiding more never makes a safe number unsafe, so each is
    looked at until it is safe and not again. Totals that will not be printed at all are left out with
    `row_totals` and `column_totals`; what is hidden `already`, in another table of the same people, stays hidden.
    """
    network, kept_back = _Network(_build(counts), limit), frozenset(already)
    printed = [
        number
        for number, edge in enumerate(network.edges)
        if edge.place.kind is not Kind.MARGIN or (row_totals if edge.place.column < 0 else column_totals)
    ]
    for number in printed:
        network.edges[number].judge(limit)
        if network.edges[number].place in kept_back:
            network.edges[number].hide()
    waiting = deque(number for number in printed if not network.edges[number].shown)
    numbers = {edge.place: number for number, edge in enumerate(network.edges)}
    while waiting:
        inside = _way_out(network, waiting[0])
        if inside is None:
            waiting.popleft()
            continue
        lost = network.barrier(inside)
        lost.hide()
        waiting.append(numbers[lost.place])
    return frozenset(network.edges[number].place for number in printed if not network.edges[number].shown)
