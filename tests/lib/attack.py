"""An attacker who keeps every table that was ever shown, and a desk that shows them. Neither knows the other's ways.

The attacker knows how numbers are rounded and below what they are hidden, how many people came and went between two
tables, and how many there are. Every set of people that a table speaks of is a number between two bounds; every way in
which sets are made of smaller sets narrows them; so does the next stand, in which a set can differ by no more than
the people who came or went. What is narrowed to one number is recovered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random

from derbyvoice.lib.releases import STEP, Asked, decide, protected
from derbyvoice.lib.subtraction import rounded
from derbyvoice.lib.worlds import ALL, EVERYBODY, Axis, Filter, Release, entries

LIMIT = 5
LEFT = 3 * STEP
MANY = 10**6
"""In place of a stand: not in the figures yet."""
ASIDE = MANY - 1
"""In place of a stand: left out by chance, so that nobody sees who left."""


@dataclass(frozen=True)
class Shape:
    """How many answers each of four questions has: two that are tabulated, two that are filtered by."""

    sizes: tuple[int, int, int, int]

    def axis(self, attribute: int) -> Axis:
        return Axis(attribute, int, self.sizes[attribute])


@dataclass(frozen=True)
class Shown:
    """What the attacker has of one table: who it is about, and each number with its seat (None when hidden)."""

    rows: int
    columns: int
    only: tuple[tuple[int, frozenset[int]], ...]
    numbers: dict[tuple[int, int], int | None]
    stand: int
    gone: int
    """How many people left between the beginning of the stand and this table."""


class Somebody(list[int]):
    """Their answers, and the stand since which they are in the figures."""

    rested = False
    """Whether they were left out by chance before."""


@dataclass
class Desk:
    """Shows tables of people who come and go, as the product does."""

    shape: Shape
    chance: Random
    careful: bool = True
    people: list[Somebody] = field(default_factory=list)
    stand: int = 0
    left: int = 0
    ledger: list[Release] = field(default_factory=list)
    answers: dict[object, Shown | None] = field(default_factory=dict)
    steps: list[tuple[int, int]] = field(default_factory=list)
    """For each stand: how many came and how many went since the one before."""
    totals: list[int] = field(default_factory=list)
    came: int = 0
    alone: list[Release] = field(default_factory=list)
    alone_then: tuple[int, int] = (-1, -1)

    def join(self, person: tuple[int, ...]) -> None:
        self.people.append(Somebody([*person, MANY]))
        self.came += 1

    def leave(self, number: int) -> None:
        since = self.people.pop(number)[-1]
        if since == MANY:
            self.came -= 1
        elif since < ASIDE:
            self.left += 1

    def settle(self) -> None:
        """Let those who wait into the figures, when there are enough changes; let who left out of them at once."""
        if self.came + self.left >= STEP or not self.stand or not self.careful:
            self.step([person for person in self.people if person[-1] >= ASIDE], [])
            self.came = 0
        elif self.left:
            inside = [person for person in self.people if person[-1] <= self.stand]
            fresh = [person for person in inside if not person.rested]
            number = STEP - self.left
            number = number if len(inside) >= number + LEFT else len(inside)
            out = self.chance.sample(fresh, min(number, len(fresh)))
            others = [person for person in inside if not any(person is one for one in out)]
            out += self.chance.sample(others, number - len(out))
            self.step([person for person in self.people if person[-1] == ASIDE], out)

    def step(self, entering: list[Somebody], out: list[Somebody]) -> None:
        self.stand += 1
        self.steps.append((len(entering), self.left + len(out)))
        self.left = 0
        for person in entering:
            person[-1] = self.stand
        for person in out:
            person[-1] = ASIDE
            person.rested = True
        self.totals.append(sum(person[-1] <= self.stand for person in self.people))
        self.ledger = [one for one in self.ledger if one.stand >= self.stand - 1]

    def counted(self, asked: Asked) -> tuple[tuple[int, ...], ...]:
        empty = [(0,) * asked.columns.size] * asked.rows.size
        release = Release(
            asked.rows, asked.columns, asked.filters, tuple(empty), frozenset(), 0, self.stand, asked.without
        )
        counts = [[0] * asked.columns.size for _ in range(asked.rows.size)]
        for person, number in Counter(map(tuple, self.people)).items():
            if seat := release.seat(person):
                counts[seat[0]][seat[1]] += number
        return tuple(map(tuple, counts))

    def each_alone(self, **facts: int) -> list[Release]:
        """The tables of each question for everybody, made anew when somebody who is in them left."""
        now = (self.stand, self.left)
        if self.alone_then != now:
            each = [Asked(self.shape.axis(k), EVERYBODY) for k in range(4)]
            self.alone_then = now
            self.alone = [protected(one, self.counted(one), **facts) for one in each]
        return self.alone

    def ask(self, rows: int, columns: int, only: tuple[tuple[int, frozenset[int]], ...]) -> Shown | None:
        """The table, as it was shown before if it was; None when it is kept back."""
        if not self.totals[-1]:
            return None
        key = (self.stand, rows, columns, only)
        if key not in self.answers:
            self.answers[key] = self.show(rows, columns, only)
        return self.answers[key]

    def show(self, rows: int, columns: int, only: tuple[tuple[int, frozenset[int]], ...]) -> Shown | None:
        across = EVERYBODY if columns == ALL else self.shape.axis(columns)
        asked = Asked(self.shape.axis(rows), across, tuple(Filter(k, wanted.__contains__) for k, wanted in only))
        facts = {"limit": LIMIT, "stand": self.stand}
        if self.careful:
            members = [person for person in self.people if person[-1] <= self.stand]
            alone = self.each_alone(**facts)
            fresh = decide(
                asked, self.counted, alone=alone, earlier=self.ledger, people=members, chance=self.chance, **facts
            )
        else:
            fresh = [protected(asked, self.counted(asked), **facts)]
        if not fresh:
            return None
        self.ledger += fresh if columns != ALL or only else []
        return Shown(rows, columns, only, numbers_of(fresh[0]), self.stand, self.left)


def numbers_of(release: Release) -> dict[tuple[int, int], int | None]:
    return {seat: None if seat in release.hidden else rounded(count) for seat, count in entries(release.counts)}


Atoms = frozenset[tuple[int, int, int, int]]


class Attacker:
    """Bounds for sets of people, each set at each stand."""

    def __init__(self, shape: Shape, steps: list[tuple[int, int]], totals: list[int]) -> None:
        self.everybody = frozenset(product(*(range(size) for size in shape.sizes)))
        self.shape, self.steps = shape, steps
        self.bounds: dict[tuple[int, Atoms], tuple[int, int]] = {}
        for stand, total in enumerate(totals, start=1):
            if total:
                self.bounds[stand, self.everybody] = (total, total)

    def people_in(self, shown: Shown, seat: tuple[int, int]) -> Atoms:
        i, j = seat
        return frozenset(
            atom
            for atom in self.everybody
            if (i == ALL or atom[shown.rows] == i)
            and (j == ALL or shown.columns == ALL or atom[shown.columns] == j)
            and all(atom[k] in wanted for k, wanted in shown.only)
        )

    def learn(self, shown: Shown) -> None:
        for seat, number in shown.numbers.items():
            low, high = (0, MANY) if number is None else (max(LIMIT, number - 2), number + 2 + shown.gone)
            self.narrow((shown.stand, self.people_in(shown, seat)), low, high)

    def narrow(self, place: tuple[int, Atoms], low: int, high: int) -> bool:
        before = self.bounds.get(place, (0, MANY))
        after = (max(before[0], low), min(before[1], high))
        self.bounds[place] = after
        return after != before

    def partitions(self) -> Iterator[tuple[tuple[int, Atoms], list[tuple[int, Atoms]]]]:
        """Each known set and the sets that it is made of, by one question at a time or by another known set."""
        known: dict[int, set[Atoms]] = {}
        for stand, atoms in self.bounds:
            known.setdefault(stand, set()).add(atoms)
        for stand, sets in known.items():
            for whole in list(sets):
                for attribute in range(4):
                    parts = {
                        frozenset(a for a in whole if a[attribute] == value)
                        for value in range(self.shape.sizes[attribute])
                    }
                    parts.discard(frozenset())
                    if len(parts) > 1:
                        yield (stand, whole), [(stand, part) for part in parts]
                for part in sets:
                    if part < whole:
                        yield (stand, whole), [(stand, part), (stand, whole - part)]

    def reckon(self) -> bool:
        """Narrow everything by everything until nothing moves; False when the numbers contradict each other."""
        relations = list(self.partitions())
        for _, parts in relations:
            for part in parts:
                self.bounds.setdefault(part, (0, MANY))
        links = list(self.links())
        moving = True
        while moving:
            moving = False
            for whole, parts in relations:
                moving |= self.add_up(whole, parts)
            for earlier, later, went, came in links:
                low, high = self.bounds[earlier]
                moving |= self.narrow(later, low - went, high + came)
                low, high = self.bounds[later]
                moving |= self.narrow(earlier, low - came, high + went)
        return all(low <= high for low, high in self.bounds.values())

    def links(self) -> Iterator[tuple[tuple[int, Atoms], tuple[int, Atoms], int, int]]:
        for stand, atoms in list(self.bounds):
            if (stand - 1, atoms) in self.bounds:
                came, went = self.steps[stand - 1]
                yield (stand - 1, atoms), (stand, atoms), went, came

    def add_up(self, whole: tuple[int, Atoms], parts: list[tuple[int, Atoms]]) -> bool:
        low, high = sum(self.bounds[p][0] for p in parts), sum(self.bounds[p][1] for p in parts)
        moved = self.narrow(whole, low, high)
        for part in parts:
            least = self.bounds[whole][0] - (high - self.bounds[part][1])
            most = self.bounds[whole][1] - (low - self.bounds[part][0])
            if self.narrow(part, least, most):
                moved = True
                low, high = sum(self.bounds[p][0] for p in parts), sum(self.bounds[p][1] for p in parts)
        return moved


@dataclass
class Outcome:
    asked: int = 0
    shown: int = 0
    hidden: int = 0
    recovered: int = 0
    between: int = 0
    """Small numbers that no table holds, but that lie between two tables, and were recovered."""
    consistent: bool = True


def scenario(seed: int, releases: int, *, careful: bool = True) -> Outcome:
    """One random table, and so many releases while people come and go one by one; then the attack."""
    chance = Random(seed)
    shape = Shape((chance.randint(2, 4), chance.randint(2, 4), chance.randint(2, 3), 2))
    weights = [[chance.choice((1, 2, 5, 12)) for _ in range(size)] for size in shape.sizes]
    desk, outcome = Desk(shape, Random(seed), careful), Outcome()

    def somebody() -> tuple[int, ...]:
        return tuple(chance.choices(range(len(w)), weights=w)[0] for w in weights)

    for _ in range(chance.randint(15, 120)):
        desk.join(somebody())
    seen, truths = [], {}
    for _ in range(releases):
        if chance.random() < 0.6 or not desk.people:
            desk.join(somebody())
        else:
            desk.leave(chance.randrange(len(desk.people)))
        desk.settle()
        if not truths.get(desk.stand):
            truths[desk.stand] = [tuple(p[:4]) for p in desk.people if p[-1] <= desk.stand]
        outcome.asked += 1
        shown = desk.ask(*question(shape, chance))
        if shown:
            outcome.shown += 1
            seen.append(shown)
    attacker = Attacker(shape, desk.steps, desk.totals)
    for shown in seen:
        attacker.learn(shown)
    outcome.consistent = attacker.reckon()
    told = {(s.stand, attacker.people_in(s, seat)) for s in seen for seat, n in s.numbers.items() if n is None}
    for (stand, atoms), (low, high) in attacker.bounds.items():
        true = sum(person in atoms for person in truths[stand])
        if (stand, atoms) in told:
            outcome.hidden += true < LIMIT
            outcome.recovered += low == high == true < LIMIT
        elif len(atoms) > 1:
            outcome.between += low == high == true < LIMIT
    return outcome


def question(shape: Shape, chance: Random) -> tuple[int, int, tuple[tuple[int, frozenset[int]], ...]]:
    """A random table: one question or two, for everybody or for some."""
    rows = chance.choice((0, 1))
    columns = chance.choice((ALL, 1 - rows, 1 - rows, 2))
    only = []
    for attribute in (2, 3):
        if attribute != columns and chance.random() < 0.4:
            size = shape.sizes[attribute]
            values = chance.sample(range(size), chance.randint(1, size - 1))
            only.append((attribute, frozenset(values)))
    return rows, columns, tuple(only)
