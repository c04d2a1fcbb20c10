"""Counting what waits to be counted, and letting the figures move to their next stand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet

from derbyvoice.audit.actors import By
from derbyvoice.lib.releases import STEP
from derbyvoice.office import clock
from surveys.insight.actions.publishing import say_how_answers_came
from surveys.insight.models import PEOPLE, Evidence, Finding, Stand, Tally
from surveys.insight.people import People
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.compact import tallies
from surveys.questionnaires.models import Version, definition_of
from surveys.responses.models import Response, Uncounted

AT_ONCE = 1000
LEFT = 3 * STEP
"""With fewer people left in the figures, rounding and known totals together could give somebody away."""
Place = tuple[int, date, int, int, str]
"""Version, month, the question's position, code, channel."""
Given = tuple[date, str, Sequence[int | None]]
"""The day on which answers came, the channel, the answers."""
GIVEN = ("submitted_on", "channel", "answers")


def count_answers(*, by: By) -> int:
    """Fold everything that waits into the tallies, a thousand at a time; gives how many were folded.

    Then the figures of each version move on in which enough people came or went, or somebody in them went."""
    folded, touched = 0, set(Uncounted.objects.filter(shown=True).values_list("version", flat=True).distinct())
    while batch := fold_batch(touched):
        folded += batch
    for version in sorted(touched):
        folded += settle(version=version, day=clock.today(), by=by)
    say_how_answers_came(touched)
    return folded


@transaction.atomic
def fold_batch(touched: set[int]) -> int:
    """Take up to a thousand waiting rows, add them up, delete them: in one step, so that each counts once.

    Who is in the figures and goes is left to `settle`, which takes them out of the figures too."""
    waiting = list(Uncounted.objects.select_for_update().filter(shown=False).order_by("id")[:AT_ONCE])
    touched |= {row.version_id for row in waiting}
    add(counted(waiting), "number")
    Uncounted.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return len(waiting)


def counted(rows: Iterable[Uncounted]) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for row in rows:
        for place in places_of(row.version_id, (row.month, row.channel, row.answers)):
            found[place] += row.sign
    return found


def places_of(version: int, given: Given) -> Iterable[Place]:
    """Where one person's answers are counted."""
    day, channel, answers = given
    month = day.replace(day=1)
    for position, code in ((PEOPLE, 0), *tallies(definition_of(version), answers)):
        yield version, month, position, code, channel


def add(found: Counter[Place], column: str) -> None:
    """Add to this column of the tallies that stand, and begin those that do not."""
    versions, months = {place[0] for place in found}, {place[1] for place in found}
    standing = Tally.objects.select_for_update().filter(version__in=versions, month__in=months)
    there = {(row.version_id, row.month, row.position, row.code, row.channel): row for row in standing}
    for place, row in there.items():
        setattr(row, column, max(getattr(row, column) + found.get(place, 0), 0))
    Tally.objects.bulk_update([there[place] for place in found if place in there], [column], batch_size=200)
    names = ("version_id", "month", "position", "code", "channel")
    Tally.objects.bulk_create(
        Tally(**{"number": 0, column: number}, **dict(zip(names, place, strict=True)))
        for place, number in found.items()
        if number > 0 and place not in there
    )


@transaction.atomic
def settle(*, version: int, day: date, by: By) -> int:
    """Let the figures of a version move on, if ten people or more came or went since they last did.

    Who goes leaves the figures now. Are they too few for a step, others chosen by chance are left out with them, so
    that two stands never lie nearer to each other than ten people (docs/adr/0014). Gives how many went."""
    Version.objects.select_for_update().get(pk=version)
    people = Response.objects.allowing(Consent.COUNT).filter(version=version).order_by("pk")
    leaving = list(Uncounted.objects.select_for_update().filter(version=version, shown=True))
    changes = people.filter(stand=None, aside=None).count() + len(leaving)
    if changes >= STEP:
        move_on(version, leaving, come=people.filter(stand=None), rest=people.none(), day=day)
    elif leaving:
        rest = people.filter(pk__in=chosen_by_chance(people, STEP - len(leaving)))
        move_on(version, leaving, come=people.filter(stand=None, aside__isnull=False), rest=rest, day=day)
    return len(leaving)


def chosen_by_chance(people: "QuerySet[Response]", number: int) -> list[int]:
    """So many of those in the figures, by their ids; first such as were never left out before.

    Everybody, where fewer than thirty would remain: then nothing is shown until ten others have come."""
    inside = dict(people.exclude(stand=None).values_list("pk", "aside"))
    if len(inside) < number + LEFT:
        return list(inside)
    by_lot = SystemRandom().sample(sorted(inside), len(inside))
    return sorted(by_lot, key=lambda pk: inside[pk] or 0)[:number]


def move_on(
    version: int, leaving: list[Uncounted], *, come: "QuerySet[Response]", rest: "QuerySet[Response]", day: date
) -> None:
    """The next stand of a version: who leaves and who rests is taken out of its figures, who comes is put in."""
    last = Stand.objects.filter(version=version).order_by("-number").first()
    number, people = last.number + 1 if last else 1, last.people if last else 0
    went = counted(leaving)
    add(went, "number")
    in_, out = taken(version, come, stand=number), taken(version, rest, stand=None, aside=number)
    went.update(in_)
    went.subtract(out)
    add(went, "settled")
    Uncounted.objects.filter(pk__in=[row.pk for row in leaving]).delete()
    people += sum(moved for (_, _, position, _, _), moved in went.items() if position == PEOPLE)
    facts = {"people": max(people, 0), "settled_on": day, **axes_of(version, number)}
    Stand.objects.create(version_id=version, number=number, **facts)
    move_findings(version, number)


@transaction.atomic
def move_findings(version: int, number: int) -> None:
    """From now on findings rest on those of their people who are in these figures, until the next step."""
    survey = Version.objects.filter(pk=version).values("survey")
    findings = list(Finding.objects.select_for_update().filter(survey__in=survey).order_by("pk"))
    inside = Evidence.objects.filter(response__in=Response.objects.counted_in(version, number))
    people = dict(inside.order_by().values_list("finding").annotate(Count("pk")))
    for finding in findings:
        finding.rests_on[str(version)] = people.get(finding.pk, 0)
    Finding.objects.bulk_update(findings, ["rests_on"], batch_size=200)


def axes_of(version: int, number: int) -> dict[str, Any]:
    """In which months and waves those came who are in the figures now: the places that tables of this stand have."""
    settled = Tally.objects.filter(version=version, position=PEOPLE, settled__gt=0)
    months = settled.aggregate(first_month=Min("month"), last_month=Max("month"))
    numbers = {name: day and day.year * 12 + day.month - 1 for name, day in months.items()}
    return {**numbers, "waves": People(version, number).waves()}


def taken(version: int, rows: "QuerySet[Response]", **columns: int | None) -> Counter[Place]:
    """What these people's answers count, while they get these columns."""
    found, ids = Counter[Place](), list[int]()
    for pk, day, channel, answers in rows.select_for_update().values_list("pk", *GIVEN).iterator(chunk_size=AT_ONCE):
        found.update(places_of(version, (day, channel, answers or ())))
        ids.append(pk)
    for first in range(0, len(ids), AT_ONCE):
        Response.objects.filter(pk__in=ids[first : first + AT_ONCE]).update(**columns)
    return found
