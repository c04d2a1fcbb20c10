"""What several tables of the same people tell together.

A table by itself is made safe by `subtraction`. But tables overlap: a filter beside the whole, a question
crossed with two others, a figure before and after somebody left. So before a table goes out, a proof is
looked for that it does not give away a small number together with all that went out before: other people
than ours, in whose answers every figure that was shown is the same, and in whose answers the small number
is not small. They are made from ours by changing one answer of somebody, or exchanging it between two, again
and again. If they exist, nobody can know the small number, however they reckon. If they are not found, more
of the table is hidden, and at last all of it.

Tables of one question for everybody always go out: each is made safe by itself, and nothing can be taken
from them. So every proof leaves them as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from random import Random
from typing import Any, Final

from .worlds import ALL, Axis, Filter, Order, Person, Release, Seat, Value, World, with_value

Condition = tuple[int, Callable[[Value], bool]]
Side = tuple[list[int], dict[int, list[int]]]
"""People who could come to a seat, and for each attribute that they lack, those from whom they could have it."""

TRIES: Final = 150
"""Changes that are tried for each step of a proof."""
EXCHANGES: Final = 0.7
"""The share of tries in which two people exchange answers; in the others one person changes theirs."""


class Crowd:
    """The people whom proofs are made from, put together by what a table is about, once for all of its places."""

    def __init__(self, people: Sequence[Person], releases: Sequence[Release]) -> None:
        self.people, self.releases, self.order = people, releases, Order(releases)
        self.groups: dict[frozenset[int], list[tuple[Person, list[int]]]] = {}

    def world(self) -> World:
        return World(self.people, self.releases, self.order)

    def by(self, release: Release) -> list[tuple[Person, list[int]]]:
        """Somebody of each kind, and the numbers of all who are alike."""
        if release.attributes not in self.groups:
            found: dict[Any, list[int]] = {}
            for number, person in enumerate(self.people):
                found.setdefault(release.told_apart(person), []).append(number)
            self.groups[release.attributes] = [(self.people[some[0]], some) for some in found.values()]
        return self.groups[release.attributes]

    def sides(self, number: int, seat: Seat) -> list[Side]:
        """Who could come to a seat of a release, and from whom they could have what they lack."""
        target = self.releases[number]
        return [
            side for conditions in conditions_of(target, seat) for side in sides_of(target, conditions, self.by(target))
        ]


def could_reach_the_limit(number: int, seat: Seat, crowd: Crowd, chance: Random) -> bool:
    """Whether a small number could be as large as the limit, as far as all the releases tell."""
    target, world, sides = crowd.releases[number], crowd.world(), crowd.sides(number, seat)
    missing = target.limit - target.counts[seat[0]][seat[1]]
    while missing > world.moved[number].get(seat, 0):
        if not any(steps(world, number, seat, sides, chance)):
            return False
    return True


def still_open(waiting: set[tuple[int, Seat]], crowd: Crowd, chance: Random) -> bool:
    """Whether each of these small numbers could be another than it is. One exchange may speak for many."""
    while waiting:
        number, seat = min(waiting)
        world = crowd.world()
        if not any(steps(world, number, seat, crowd.sides(number, seat), chance)):
            return False
        waiting -= {(one, place) for one, moved in enumerate(world.moved) for place, by in moved.items() if by}
    return True


def steps(world: World, number: int, seat: Seat, sides: Sequence[Side], chance: Random) -> Iterator[bool]:
    """Try changes by which one more would sit there; each says whether it could be done."""
    for _ in range(TRIES if sides else 0):
        near, givers = chance.choice(sides)
        one = chance.choice(near)
        lenders = {attribute: chance.choice(some) for attribute, some in givers.items()}
        yield fits(world, number, seat, one, lenders) and world.take(one, lenders, chance.random() < EXCHANGES)


def fits(world: World, number: int, seat: Seat, one: int, lenders: dict[int, int]) -> bool:
    """Whether one person more sits there then: people may have changed since it was looked who lacks what."""
    person, others, target = world.people[one], lenders.values(), world.releases[number]
    if one in others or any(sits(target, world.people[who], seat) for who in (one, *others)):
        return False
    for attribute, other in lenders.items():
        person = with_value(person, attribute, world.people[other])
    return sits(target, person, seat)


def sits(target: Release, person: Person, seat: Seat) -> bool:
    places = target.places(person)
    return bool(places) and places[0] == seat


def conditions_of(target: Release, seat: Seat) -> Iterator[list[Condition]]:
    """What makes somebody sit at this seat: an attribute and a test for each reason."""
    reasons: list[Condition] = [(one.attribute, one.holds) for one in target.filters]
    for axis, place in ((target.rows, seat[0]), (target.columns, seat[1])):
        if axis.attribute != ALL:
            reasons.append((axis.attribute, partial(stands_at, axis, place)))
    if not target.without:
        yield reasons
    for one in target.without:
        yield [*reasons, (one.attribute, partial(fails, one))]


def stands_at(axis: Axis, place: int, value: Value) -> bool:
    return axis.place(value) == place


def fails(one: Filter, value: Value) -> bool:
    return not one.holds(value)


def sides_of(
    target: Release, conditions: Sequence[Condition], people: Sequence[tuple[Person, list[int]]]
) -> Iterator[Side]:
    """People who would sit there but for one attribute or several, with those who have what they lack.

    Where nobody lacks only one, as in a place where an empty row meets an empty column, they change two at once."""
    near: dict[frozenset[int], list[int]] = {}
    conditions = [(attribute, cache(test)) for attribute, test in conditions]
    givers: dict[int, list[int]] = {attribute: [] for attribute, _ in conditions}
    for person, numbers in people:
        lacking = frozenset(attribute for attribute, test in conditions if not test(person[attribute]))
        counted = (person[-1] or 0) <= target.stand
        if lacking and counted:
            near.setdefault(lacking, []).extend(numbers)
        if lacking or not counted:
            for attribute in givers.keys() - lacking:
                givers[attribute].extend(numbers)
    fewest = min(map(len, near), default=0)
    for lacking, some in near.items():
        if len(lacking) <= fewest + 1 and all(givers[attribute] for attribute in lacking):
            yield some, {attribute: givers[attribute] for attribute in lacking}


def may_go_out(fresh: Sequence[Release], earlier: Sequence[Release], people: Sequence[Person], chance: Random) -> bool:
    """Whether every small number stays a secret when the fresh releases are laid beside the earlier ones.

    Small numbers of the fresh ones must be able to reach the limit. Where a whole row or column is small, and so hidden
    with its total, they must only be open; so must those of earlier ones, which could when they went out."""
    if any(leaves_out_a_few(release) for release in fresh):
        return False
    crowd = Crowd(people, [*fresh, *earlier])
    secrets = [(number, seat) for number, release in enumerate(crowd.releases) for seat in release.secrets()]
    raised = [
        (number, seat)
        for number, seat in secrets
        if number < len(fresh) and not fresh[number].alone and not in_small_line(fresh[number], seat)
    ]
    waiting = {
        (number, seat)
        for number, seat in secrets
        if (not fresh[number].alone if number < len(fresh) else touched(fresh, crowd.releases[number]))
    }
    return all(could_reach_the_limit(*one, crowd, chance) for one in raised) and still_open(
        waiting - {*raised}, crowd, chance
    )


def in_small_line(release: Release, seat: Seat) -> bool:
    """Whether the whole row or column is small."""
    row, column = sum(release.counts[seat[0]]), sum(cells[seat[1]] for cells in release.counts)
    return min(row, column) < release.limit


def touched(fresh: Sequence[Release], earlier: Release) -> bool:
    """Whether anything new is told about what an earlier release hides."""
    return any(touches(one, earlier) for one in fresh)


def leaves_out_a_few(between: Release) -> bool:
    """Whether so few lie between two tables that one beside the other shows that they are few."""
    return bool(between.without) and sum(map(sum, between.counts)) < between.limit


def touches(fresh: Release, earlier: Release) -> bool:
    """Whether something new is told about what an earlier release hides."""
    return fresh.regroups(earlier) if earlier.alone else bool(fresh.attributes & earlier.attributes)
