"""People as rows of numbers, for the ledger to reckon with: closed answers, how they came, and nothing else.

Nothing of this leaves the room: it goes into tables of counts, and those into figures."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Max, Min, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from derbyvoice.lib.worlds import NEVER, Person, Release, forgotten
from surveys.insight.models import Stand
from surveys.insight.subjects import CHANNELS, EXTRA, TELLERS
from surveys.questionnaires.models import definition_of
from surveys.responses.models import Response

EVERYBODY_UP_TO = 1500
"""Of a larger survey only some people are tried in a proof: two from each cell of a table, and the latest."""
LATEST = 200


class AnswerAt(Func):
    """The answer at one position, in SQL: positions count from 0."""

    output_field = IntegerField()

    def __init__(self, position: int) -> None:
        super().__init__(F("answers"))
        self.position = int(position)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template=f"(%(expressions)s)[{self.position + 1}]", **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = f"json_extract(%(expressions)s, '$[{self.position}]')"
        return super().as_sql(compiler, connection, template=template, **extra)


def expression(attribute: int, questions: int) -> Any:
    """An attribute of a person in SQL."""
    if attribute < questions:
        return AnswerAt(attribute)
    match EXTRA[attribute - questions]:
        case "month":
            return ExtractYear("submitted_on") * 12 + ExtractMonth("submitted_on") - 1
        case name:
            return F(name)


def as_number(name: str, value: Any) -> int | None:
    match name:
        case "channel":
            return CHANNELS.index(value)
        case "teller":
            return TELLERS.index(value)
    return value


class People:
    """Those who are in the figures of a version at a stand."""

    def __init__(self, version: int, stand: int) -> None:
        self.version, self.stand = version, stand
        self.questions = len(definition_of(version).questions)
        self.width = self.questions + len(EXTRA) + 1
        self.groups: dict[frozenset[int], list[tuple[Person, int, int, int]]] = {}

    @property
    def rows(self) -> QuerySet[Response]:
        return Response.objects.counted_in(self.version, self.stand).order_by()

    def grouped(self, attributes: frozenset[int]) -> list[tuple[Person, int, int, int]]:
        """Everybody by these attributes: somebody like it, how many, and the first and the last of them."""
        if attributes not in self.groups:
            wanted = sorted(attributes)
            names = {f"a{one}": expression(one, self.questions) for one in wanted}
            found = self.rows.annotate(**names).values_list(*names)
            counted = found.annotate(Count("pk"), Min("pk"), Max("pk"))
            self.groups[attributes] = [(self.person(wanted, row), *row[-3:]) for row in counted]
        return self.groups[attributes]

    def person(self, attributes: Sequence[int], values: Sequence[Any]) -> Person:
        whole: list[int | None] = [None] * self.width
        for attribute, value in zip(attributes, values, strict=False):
            name = EXTRA[attribute - self.questions] if attribute >= self.questions else ""
            whole[attribute] = as_number(name, value)
        return [*whole[:-1], 0]

    def lender(self, attribute: int, value: int | None) -> Person:
        """Somebody who never counts, and has an answer to lend that perhaps nobody gave."""
        whole: list[int | None] = [None] * self.width
        whole[attribute], whole[-1] = value, NEVER
        return whole

    def counts(self, release: Release, among: frozenset[int] = frozenset()) -> tuple[tuple[int, ...], ...]:
        """The true counts of a table. `among`: attributes by which other tables of it are asked too."""
        counts = [[0] * release.columns.size for _ in range(release.rows.size)]
        for person, number, _, _ in self.grouped(release.attributes | among):
            if (seat := release.seat(person)) and release.has(seat):
                counts[seat[0]][seat[1]] += number
        return tuple(map(tuple, counts))

    def some(self, attributes: frozenset[int]) -> list[Person]:
        """People to look for a proof among: everybody of a small survey, else some of each kind."""
        rows = self.rows
        if len(rows[: EVERYBODY_UP_TO + 1].values_list("pk")) > EVERYBODY_UP_TO:
            of_each = {pk for _, _, first, last in self.grouped(attributes) for pk in (first, last)}
            rows = rows.filter(
                pk__in={*sorted(of_each)[:2000], *rows.order_by("-pk").values_list("pk", flat=True)[:LATEST]}
            )
        fields = ("answers", "channel", "teller", "wave", "nameless_on", "submitted_on", "stand")
        return [self.whole(*row) for row in rows.order_by("pk").values_list(*fields)]

    def whole(
        self,
        answers: Iterable[int | None],
        channel: str,
        teller: str,
        wave: int | None,
        nameless: date | None,
        day: date,
        stand: int,
    ) -> Person:
        when = day.year * 12 + day.month - 1
        asked_in = self.forgotten_wave(nameless) if wave is None and nameless else wave
        return (*answers, CHANNELS.index(channel), TELLERS.index(teller), when, asked_in, stand)

    def forgotten_wave(self, nameless: date) -> int | None:
        """The wave of somebody nameless: tables of stands that began before that day, or on it, may have known it."""
        knew = [number for number, day in self.stands if day <= nameless]
        return forgotten(max(knew)) if knew else None

    @cached_property
    def stands(self) -> list[tuple[int, date]]:
        """The stands whose tables a proof looks at, and when they began."""
        there = Stand.objects.filter(version=self.version, number__in=(self.stand - 1, self.stand))
        return list(there.values_list("number", "settled_on"))

    def waves(self) -> list[list[int]]:
        """Each wave in which these people were asked, by its id, with how many they are."""
        found = self.rows.exclude(wave=None).values_list("wave").annotate(Count("pk"))
        return sorted([wave, number] for wave, number in found)
