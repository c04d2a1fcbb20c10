"""The release ledger: what was shown of a version's figures, and whether one more table may go beside it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any

from django.db import transaction

from derbyvoice.lib.releases import Asked, decide
from derbyvoice.lib.suppression import Protection
from derbyvoice.lib.worlds import ALL, EVERYBODY, Axis, Filter
from derbyvoice.lib.worlds import Release as Known
from derbyvoice.office import clock
from surveys.insight.alone import Alone
from surveys.insight.models import Release, Stand
from surveys.insight.people import People
from surveys.insight.rebuilding import Name, Reader, is_lost
from surveys.insight.subjects import AnyOf, By, Subject, subjects_of


class Ledger:
    """What went out of the figures of one version at its present stand, and at the one before."""

    def __init__(
        self, stand: Stand, subjects: dict[str, Subject], tables: Sequence[Alone], protection: Protection
    ) -> None:
        self.stand, self.subjects, self.limit = stand, subjects, protection.limit
        self.alone = [known for table in tables for known in table.known]
        self.answers = [(table.question.position, answer) for table in tables for answer in (None, *table.answers)]
        self.answers += [
            (one.attribute, value) for one in subjects.values() if not one.question for value in values_of(one)
        ]
        parts = [
            (subject.key, number, part.axis)
            for subject in subjects.values()
            for number, part in enumerate(subject.parts)
        ]
        self.read: dict[int, Reader] = {stand.pk: Reader(subjects, stand.version_id, self.limit)}
        self.names: dict[Axis, list[Any]] = {axis: [key, number] for key, number, axis in parts}
        self.people = People(stand.version_id, stand.number)

    def ask(self, asked: Asked) -> Known | None:
        """The table as it went out before at this stand, else weighed now. None when it is kept back."""
        name = self.name(asked.rows, asked.columns, asked.filters)
        found = Release.objects.filter(stand=self.stand, key=key_of(name)).first() or self.first_time(asked, name)
        return self.still_known(found)

    def standing(self, asked: Asked) -> Known | None:
        """The table if it went out before at this stand; nothing is weighed."""
        name = self.name(asked.rows, asked.columns, asked.filters)
        found = Release.objects.filter(stand=self.stand, key=key_of(name)).first()
        return self.still_known(found) if found else None

    def still_known(self, row: Release) -> Known | None:
        known = self.rebuilt(row) if row.counts else None
        return None if known is None or is_lost(known) else known

    @transaction.atomic
    def first_time(self, asked: Asked, name: Name) -> Release:
        """Weigh and write down. The stand is locked: no two tables are weighed without knowing of each other."""
        Stand.objects.select_for_update().get(pk=self.stand.pk)
        if found := Release.objects.filter(stand=self.stand, key=key_of(name)).first():
            return found
        fresh = [self.row(one) for one in self.weigh(asked)]
        if not fresh:
            fresh = [Release(stand=self.stand, key=key_of(name), asked=name, counts=[], hidden=[])]
        for row in fresh:
            row.released_on = clock.today()
        Release.objects.bulk_create({row.key: row for row in reversed(fresh)}.values(), ignore_conflicts=True)
        return Release.objects.get(stand=self.stand, key=key_of(name))

    def weigh(self, asked: Asked) -> list[Known]:
        earlier = list(self.earlier())
        attributes = frozenset(one.attribute for one in (asked.rows, asked.columns, *asked.filters)) - {ALL}
        if self.cannot_be_weighed(attributes, earlier):
            return []
        alike = frozenset(k for one in earlier if asked.alike(one) for k in one.attributes)
        beside = attributes.union(*(one.attributes for one in earlier if one.attributes & attributes))
        lenders = [self.people.lender(*one) for one in self.answers if one[0] in beside]
        return decide(
            self.with_kept_totals(asked),
            lambda one: self.people.counts(blank(one, self.stand.number), alike),
            limit=self.limit,
            stand=self.stand.number,
            alone=self.alone,
            earlier=earlier,
            people=[*self.people.some(attributes), *lenders],
            chance=Random(len(earlier)),  # noqa: S311 - which proofs are tried first, not a secret
        )

    def cannot_be_weighed(self, attributes: frozenset[int], earlier: Iterable[Known]) -> bool:
        """Whether it is about something of which nobody knows any more what was shown, or about waves that people left
        since the figures stand: beside a table of the time before it would show who they are."""
        wave = self.subjects.get("wave")
        moved = wave and wave.attribute in attributes and self.people.waves() != self.stand.waves
        return bool(moved) or any(is_lost(one) and one.attributes & attributes for one in earlier)

    def earlier(self) -> Iterator[Known]:
        stands = Stand.objects.filter(version=self.stand.version_id, number__gte=self.stand.number - 1)
        for row in Release.objects.filter(stand__in=stands).select_related("stand").order_by("id"):
            if row.counts:
                yield self.rebuilt(row)

    def with_kept_totals(self, asked: Asked) -> Asked:
        """A total that a table of one question hides, or that changed since the stand, is hidden in this table too."""
        if asked.filters:
            return asked
        counts = self.people.counts(blank(asked, self.stand.number))
        sides = (
            (asked.rows, [sum(row) for row in counts], 0),
            (asked.columns, [*map(sum, zip(*counts, strict=True))], 1),
        )
        kept = {
            (place, ALL) if side == 0 else (ALL, place)
            for axis, sums, side in sides
            for known in self.alone
            if known.rows == axis
            for place in range(len(sums) - 1)
            if (place, 0) in known.hidden or known.counts[place][0] != sums[place]
        }
        return Asked(asked.rows, asked.columns, asked.filters, asked.without, frozenset(kept))

    # Between the ledger's rows and what the arithmetic reckons with

    def name(self, rows: Axis, columns: Axis, filters: Sequence[Filter], without: Sequence[Filter] = ()) -> Name:
        across = None if columns is EVERYBODY else self.names[columns]
        sides = {"filters": filters, "without": without}
        return {
            "rows": self.names[rows],
            "columns": across,
            **{side: sorted(map(named, some)) for side, some in sides.items()},
        }

    def row(self, known: Known) -> Release:
        name = self.name(known.rows, known.columns, known.filters, known.without)
        facts = {"counts": known.counts, "hidden": sorted(known.hidden), "shown": not known.without}
        return Release(stand=self.stand, key=key_of(name), asked=name, **facts)

    def rebuilt(self, row: Release) -> Known:
        """The table as it went out, in the places that months and waves had at its own stand."""
        if row.stand_id not in self.read:
            self.read[row.stand_id] = Reader(subjects_of(row.stand), row.stand.version_id, self.limit)
        return self.read[row.stand_id].rebuilt(row)


def values_of(subject: Subject) -> Iterable[int]:
    """Every value by which answers can have come: channels, tellers, months, waves."""
    place = subject.parts[0].axis.place
    assert isinstance(place, By)
    known: Iterable[int] = place.facts[0] if subject.key == "wave" else range(place.facts[0], sum(place.facts))
    return known


def named(one: Filter) -> list[Any]:
    assert isinstance(one.holds, AnyOf)
    return [one.holds.subject.key, sorted(one.holds.chosen)]


def key_of(name: Name) -> str:
    return hashlib.sha256(json.dumps(name, sort_keys=True).encode()).hexdigest()


def blank(asked: Asked, stand: int) -> Known:
    """The table before anybody is counted."""
    empty = ((0,) * asked.columns.size,) * asked.rows.size
    return Known(asked.rows, asked.columns, asked.filters, empty, frozenset(), 0, stand, asked.without)
