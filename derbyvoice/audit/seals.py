"""A hash for every finished day, each holding the one before: whoever changes, adds or takes a row breaks the chain.

A day is a day in London. A row is written the same way on every database, so seals outlive a move to another."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from derbyvoice.audit.models import DaySeal, Event, Reading
from derbyvoice.office import clock

NOTHING_BEFORE = "0" * 64
ONE_DAY = timedelta(days=1)
CHUNK = 2000
EVENT = ("id", "at", "by_id", "by_kind", "verb", "subject_type", "subject_id", "facts")
READING = ("id", "at", "by_id", "subject_type", "subject_id", "why")


@dataclass(frozen=True)
class Broken:
    """A day whose rows or seal are not what they were, and what is wrong."""

    day: date
    why: str


def seal_finished_days(*, today: date) -> list[DaySeal]:
    """Seal every day that has ended and has no seal, oldest first; days without rows too. Harmless when run twice."""
    sealed = []
    day = next_day_to_seal()
    while day is not None and day < today:
        sealed.append(seal(day))
        day += ONE_DAY
    return sealed


def next_day_to_seal() -> date | None:
    """The day after the last seal, or the day of the first row; none while nothing has happened."""
    if last := DaySeal.objects.order_by("-day").first():
        return last.day + ONE_DAY
    firsts = [model.objects.aggregate(first=models.Min("at"))["first"] for model in (Event, Reading)]
    found = [timezone.localdate(first) for first in firsts if first]
    return min(found, default=None)


@transaction.atomic
def seal(day: date) -> DaySeal:
    before = DaySeal.objects.filter(day=day - ONE_DAY).first()
    previous = before.digest if before else NOTHING_BEFORE
    digest, events, readings = digest_of(day, previous)
    return DaySeal.objects.create(
        day=day, events=events, readings=readings, previous=previous, digest=digest, sealed_at=clock.now()
    )


def verify(from_day: date, to_day: date) -> list[Broken]:
    """Reckon every seal of these days anew; gives the days that are not as they were sealed, oldest first."""
    seals = {found.day: found for found in DaySeal.objects.filter(day__range=(from_day - ONE_DAY, to_day))}
    broken = []
    day = from_day
    while day <= to_day:
        if why := fault_of(day, seals):
            broken.append(Broken(day, why))
        day += ONE_DAY
    return broken


def fault_of(day: date, seals: dict[date, DaySeal]) -> str:
    """What is wrong with a day's seal; empty if nothing is."""
    found, before = seals.get(day), seals.get(day - ONE_DAY)
    if found is None:
        return "It has no seal."
    if found.previous != (before.digest if before else NOTHING_BEFORE):
        return "It does not follow from the day before."
    digest, events, readings = digest_of(day, found.previous)
    if (events, readings) != (found.events, found.readings):
        return f"It has {events} events and {readings} readings; {found.events} and {found.readings} were sealed."
    return "" if digest == found.digest else "A row was changed."


def digest_of(day: date, previous: str) -> tuple[str, int, int]:
    """The chain's hash for a day, and how many events and readings went into it."""
    running = hashlib.sha256(f"{previous}\n{day.isoformat()}\n".encode())
    counts = []
    for model, fields in ((Event, EVENT), (Reading, READING)):
        count = 0
        for line in lines(model, fields, day):
            running.update(line.encode() + b"\n")
            count += 1
        counts.append(count)
    return running.hexdigest(), counts[0], counts[1]


def lines(model: type[models.Model], fields: tuple[str, ...], day: date) -> Iterator[str]:
    """The day's rows in order, one JSON line each."""
    start, end = bounds(day)
    rows = model._default_manager.filter(at__gte=start, at__lt=end).order_by("id").values(*fields)
    return (line_of(model._meta.model_name or "", row) for row in rows.iterator(chunk_size=CHUNK))


def line_of(kind: str, row: dict[str, Any]) -> str:
    """One row as JSON with its keys in order and its time in UTC: the same text on every machine."""
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps({**row, "at": at, "kind": kind}, sort_keys=True, separators=(",", ":"))


def bounds(day: date) -> tuple[datetime, datetime]:
    """Midnight to midnight in London; 23 or 25 hours when the clocks change."""
    zone = timezone.get_default_timezone()
    return datetime.combine(day, time.min, zone), datetime.combine(day + ONE_DAY, time.min, zone)
