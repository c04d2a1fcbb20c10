"""What is past its time goes, unless it is held. Set-based, a thousand at a time, and harmless when run twice."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from surveys.fieldwork import actions as fieldwork
from surveys.fieldwork.models import Session
from surveys.insight.models import Evidence
from surveys.questionnaires.models import Survey
from surveys.responses.hanging import let_go as let_go_of
from surveys.responses.models import Draft, Response, consent_columns
from surveys.retention.actions.ruling import Kept, all_rules
from surveys.retention.choices import Method, State
from surveys.retention.models import Gone, Hold
from surveys.retention.reports import past
from surveys.safeguarding import actions as safeguarding

AT_ONCE = 1000
NAMELESS = (Evidence._meta.label,)
"""What stays with answers that lead to nobody."""
Rows = list[tuple[int, uuid.UUID]]


def sweep(*, day: date, now: datetime, by: By) -> dict[str, int]:
    """Let go what its rule says, survey by survey; gives how many of each kind went."""
    went = {"draft": 0, "deleted": 0, "anonymised": 0}
    every = all_rules([None, *Survey.objects.all()])
    for survey, rules in every.items():
        if survey is None or Hold.objects.in_force(day).filter(survey=survey).exists():
            continue
        went["draft"] += let_drafts_go(survey, rules[State.DRAFT][1], day=day)
        for state in (State.DONE, State.WITHDRAWN):
            method, days = rules[state]
            kind = "anonymised" if method == Method.ANONYMISE else "deleted"
            went[kind] += let_go(survey, state, method, before=day - timedelta(days=days), day=day, by=by)
    went["flags"] = let_flags_go(every, day=day, now=now)
    went["sessions"] = let_sessions_go(every[None][State.SESSION][1], day=day, by=by)
    return went


def let_sessions_go(days: int, *, day: date, by: By) -> int:
    """What was said in focus groups and interviews that were held so long ago; gives how many lost their words."""
    due = Session.objects.with_words_to_let_go(day - timedelta(days=days)).exclude(reference__in=held_sessions(day))
    return sum(let_session_go(session, day=day, by=by) for session in due.order_by("pk"))


@transaction.atomic
def let_session_go(session: Session, *, day: date, by: By) -> bool:
    """Its words and the proof in one transaction."""
    went = fieldwork.let_words_go(session=session, day=day, by=by)
    if went:
        Gone.objects.create(reference=session.reference, day=day)
    return went


def let_flags_go(every: Mapping[Survey | None, Mapping[str, Kept]], *, day: date, now: datetime) -> int:
    """The words of flags that were decided long enough ago: their outcome and days stay (docs/adr/0009)."""
    kept = {survey.pk: rules[State.FLAG][1] for survey, rules in every.items() if survey}
    facts: dict[str, Any] = {"kept": kept, "otherwise": every[None][State.FLAG][1]}
    return safeguarding.forget_decided(day=day, now=now, **facts, held=held_references(day), surveys=held_surveys(day))


def let_drafts_go(survey: Survey, days: int, *, day: date) -> int:
    return Draft.objects.filter(version__survey=survey, used_on__lt=day - timedelta(days=days)).delete()[0]


def held_references(day: date) -> list[uuid.UUID]:
    held = Hold.objects.in_force(day).filter(response__isnull=False)
    return [reference for reference in held.values_list("response", flat=True) if reference]


def held_surveys(day: date) -> list[int]:
    held = Hold.objects.in_force(day).filter(survey__isnull=False)
    return [survey for survey in held.values_list("survey", flat=True) if survey]


def held_sessions(day: date) -> list[uuid.UUID]:
    held = Hold.objects.in_force(day).filter(session__isnull=False)
    return [reference for reference in held.values_list("session", flat=True) if reference]


def due(survey: Survey, state: str, method: str, *, before: date, day: date) -> "QuerySet[Response]":
    """Responses whose last use was before this day, that are not held and not nameless already.

    What was typed in later than it was told counts from the day it came to us, and from the last words that the person
    added: nothing goes unread."""
    rows = Response.objects.filter(past(state, method, before), version__survey=survey)
    return rows.exclude(reference__in=held_references(day))


def let_go(survey: Survey, state: str, method: str, *, before: date, day: date, by: By) -> int:
    act: Callable[..., None] = anonymise if method == Method.ANONYMISE else delete
    went = 0
    while taken := take(due(survey, state, method, before=before, day=day), act, day=day):
        went += taken
    if went:
        note(survey, state, method, went, by=by)
    return went


@transaction.atomic
def take(rows: "QuerySet[Response]", act: Callable[..., None], *, day: date) -> int:
    """One batch: the rows and the proof in one transaction."""
    batch: Rows = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", "reference")[:AT_ONCE])
    if batch:
        act([pk for pk, _ in batch], day=day)
        Gone.objects.bulk_create([Gone(reference=reference, day=day) for _, reference in batch])
    return len(batch)


def delete(ids: list[int], *, day: date) -> None:
    """Everything that hangs on the rows, then the rows. What was counted is a number and stays."""
    let_go_of(ids)
    Response.objects.filter(pk__in=ids).delete()


def anonymise(ids: list[int], *, day: date) -> None:
    """Only closed answers that may be counted stay, under a new number that nobody knows, and the findings that rest on
    them, without the theme through which they were found."""
    let_go_of(ids, kept=NAMELESS)
    Evidence.objects.filter(response__in=ids).update(theme=None)
    nothing = dict.fromkeys(("address", "address_finder", "finder", "way_back", "pseudonym", "wave"))
    consents = {name: False for name in consent_columns(()) if name != "may_count"}
    Response.objects.filter(pk__in=ids, may_count=False).delete()
    kept = Response.objects.filter(pk__in=ids)
    kept.update(**nothing, **consents, nameless_on=day)
    fresh = [Response(pk=pk, reference=uuid.uuid4()) for pk in kept.values_list("pk", flat=True)]
    Response.objects.bulk_update(fresh, ["reference"], batch_size=200)


@transaction.atomic
def note(survey: Survey, state: str, method: str, went: int, *, by: By) -> None:
    record("let go", survey, by=by, state=state, method=method, number=went)
