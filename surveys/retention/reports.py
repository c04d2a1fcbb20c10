"""What is due next, what is held, and what is gone: for the office, which answers for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from surveys.fieldwork.choices import State as Held
from surveys.fieldwork.models import Session
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response, Words
from surveys.retention.choices import Method, State
from surveys.retention.models import Gone, Hold, KeepingRule

SOON = 30
COUNTED = (State.DONE, State.WITHDRAWN)
"""Drafts name nobody, and flags are seen by safeguarding leads alone."""
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Sessions:
    """The rule for what was said in sessions: how many lose their words now and within 30 days, and how many of that
    age nobody closed, so that their words stay."""

    days: int
    now: int
    soon: int
    open: int


@dataclass(frozen=True)
class Line:
    """One survey and state: its rule, and how many rows go now and within 30 days; none that are held."""

    survey: Survey
    state: State
    method: Method
    days: int
    now: int
    soon: int


def lines(rules: dict[Survey, dict[str, tuple[str, int]]], *, day: date) -> list[Line]:
    """A line for each survey and state, by one question to the database. Drafts name nobody and are not counted."""
    counts = counted(rules, day=day)
    return [
        Line(survey, State(state), Method(method), days, *counts.get((survey.pk, state), (0, 0)))
        for survey, states in rules.items()
        for state, (method, days) in states.items()
    ]


def counted(rules: dict[Survey, dict[str, tuple[str, int]]], *, day: date) -> dict[tuple[int, str], tuple[int, int]]:
    now, soon = Q(pk__in=[]), Q(pk__in=[])
    for survey, states in rules.items():
        for state in COUNTED:
            method, days = states[state]
            mine = Q(version__survey=survey)
            now |= mine & past(state, method, day - timedelta(days=days))
            soon |= mine & past(state, method, day - timedelta(days=days - SOON))
    now, soon = now & not_held(day), soon & not_held(day + timedelta(days=SOON))
    rows = Response.objects.filter(version__survey__in=list(rules)).order_by().values("version__survey", "state")
    found = rows.annotate(now=Count("pk", filter=now), soon=Count("pk", filter=soon))
    names = {"received": State.DONE, "withdrawn": State.WITHDRAWN}
    return {(row["version__survey"], names[row["state"]]): (row["now"], row["soon"] - row["now"]) for row in found}


def not_held(day: date) -> Q:
    """No response, and nothing of a survey, that is held on this day as holds stand now."""
    held = Hold.objects.in_force(day)
    surveys, responses = (held.filter(**{f"{one}__isnull": False}).values(one) for one in ("survey", "response"))
    return ~Q(version__survey__in=surveys) & ~Q(reference__in=responses)


def past(state: str, method: str, before: date) -> Q:
    if state == State.WITHDRAWN:
        return Q(state="withdrawn", withdrawn_on__lt=before)
    nameless = Q(nameless_on=None) if method == Method.ANONYMISE else Q()
    came = Q(submitted_on__lt=before, received_on__lt=before)
    return Q(state="received") & came & ~Exists(added_since(before)) & nameless


def added_since(before: date) -> "QuerySet[Words]":
    """What people added later to what they had sent: from then on the clock runs anew."""
    return Words.objects.filter(response=OuterRef("pk"), added_on__gte=before)


def would_go(survey: Survey | None, state: str, method: str, days: int, *, day: date) -> int | None:
    """How many responses, or sessions' words, would go at once if this were the rule; none that are held. `None` where
    nobody counts."""
    if state == State.SESSION:
        return sessions_due(days, day=day)
    if state not in COUNTED:
        return None
    due = past(state, method, day - timedelta(days=days)) & not_held(day)
    return Response.objects.filter(due, version__survey__in=ruled_by(survey, state)).count()


def sessions(days: int, *, day: date) -> Sessions:
    """What the rule for sessions means tonight and soon."""
    now = sessions_due(days, day=day)
    every = Session.objects.with_words_from_before(day - timedelta(days=days)).exclude(state=Held.CLOSED)
    later = sessions_due(days, day=day + timedelta(days=SOON))
    return Sessions(days, now, later - now, every.count())


def sessions_due(days: int, *, day: date) -> int:
    """Closed sessions whose words are older than this and not held."""
    held = Hold.objects.in_force(day).filter(session__isnull=False)
    due = Session.objects.with_words_to_let_go(day - timedelta(days=days))
    return due.exclude(reference__in=held.values("session")).count()


def ruled_by(survey: Survey | None, state: str) -> "QuerySet[Survey]":
    """The survey itself; for the rule of all, every survey without one of its own."""
    if survey:
        return Survey.objects.filter(pk=survey.pk)
    own = KeepingRule.objects.filter(state=state, survey__isnull=False)
    return Survey.objects.exclude(pk__in=own.values("survey"))


def gone_by_day() -> list[Any]:
    """How many went on each of the last days on which something went."""
    return list(Gone.objects.order_by().values("day").annotate(number=Count("pk")).order_by("-day")[:MONTHS_SHOWN])
