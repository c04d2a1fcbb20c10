"""What a person asks of the court, and what becomes of it."""

import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import PERSON, By
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from services.cases.models import Case
from services.witness_care.actions.space import public_key_of
from services.witness_care.actions.talking import tell_of_news
from services.witness_care.choices import TRANSITIONS, RequestState
from services.witness_care.deadlines import deadline_for, rules_on
from services.witness_care.models import CourtFacts, DeadlineRule, PrivateSpace, Request, RequestStep
from services.witness_care.models.request import RequestQuerySet

STANDARD = Path(__file__).parent.parent / "standard.json"


@transaction.atomic
def ask(space: PrivateSpace, *, kind: str, details: dict[str, Any], request_id: uuid.UUID, now: datetime) -> Request:
    """Keep what the person asks for. The same form sent twice is one request.

    Raises `ValidationError` when a request of this kind is still open."""
    PrivateSpace.objects.select_for_update().get(pk=space.pk)
    if kept := Request.objects.filter(public_id=request_id, space=space).first():
        return kept
    words = seal_for(Request, "details", json.dumps(details), also=[public_key_of(space)])
    made = Request(public_id=request_id, space=space, kind=kind, details=words, asked_on=timezone.localdate(now))
    made.due_on = due_on(made, rules_on(made.asked_on))
    made.full_clean()
    made.save()
    RequestStep.objects.create(request=made, at=now, state=made.state)
    record("request made", made, by=PERSON, kind=kind)
    return made


def due_on(request: Request, rules: Sequence[DeadlineRule]) -> date | None:
    facts = CourtFacts.objects.filter(case=request.space.case_id).first()
    return deadline_for(kind=request.kind, came_in=request.asked_on, facts=facts, rules=rules).due_on


@transaction.atomic
def refresh_deadlines(requests: RequestQuerySet, *, day: date) -> int:
    """Work the deadlines of these open requests out anew, after a fact or a rule changed. Gives how many changed."""
    rules, changed = rules_on(day), []
    for request in requests.open().with_case():
        facts = getattr(request.space.case, "court_facts", None)
        due = deadline_for(kind=request.kind, came_in=request.asked_on, facts=facts, rules=rules).due_on
        if due != request.due_on:
            request.due_on = due
            changed.append(request)
    return Request.objects.bulk_update(changed, ["due_on"])


@transaction.atomic
def move_request(request: Request, *, to: str, at: datetime, by: By) -> Request:
    """The one door between the states of a request; the person is told that there is news.

    Raises `ValidationError` for a way that does not exist."""
    held = Request.objects.select_for_update().select_related("space").get(pk=request.pk)
    if to not in TRANSITIONS[held.state]:
        raise ValidationError(f"“{held.get_state_display()}” cannot become “{RequestState(to).label}”.")
    held.state = to
    held.full_clean()
    held.save(update_fields=["state"])
    step = RequestStep.objects.create(request=held, at=at, by=by if isinstance(by, User) else None, state=to)
    record("request moved", held, by=by, to=to)
    if by is not PERSON:
        tell_of_news(held.space, f"step:{step.pk}")
    return held


def withdraw_request(request: Request, *, at: datetime) -> Request:
    """The person takes it back."""
    return move_request(request, to=RequestState.WITHDRAWN, at=at, by=PERSON)


@transaction.atomic
def record_court(case: Case, *, at: datetime, by: User, **facts: Any) -> CourtFacts:
    """Which court, the day of the plea, the day of the hearing. Raises `ValidationError` naming the field."""
    row = CourtFacts.objects.filter(case=case).first() or CourtFacts(case=case)
    for name, value in {**facts, "recorded_at": at, "recorded_by": by}.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    refresh_deadlines(Request.objects.filter(space__case=case), day=timezone.localdate(at))
    record("court facts recorded", case, by=by, fields=sorted(facts))
    return row


@transaction.atomic
def load_standard_rules(*, by: By) -> None:
    """Time limits with their sources, if there are none yet. A new rule is added beside them with its dates."""
    if DeadlineRule.objects.exists():
        return
    for facts in json.loads(STANDARD.read_text(encoding="utf-8"))["rules"]:
        facts["valid_from"] = date.fromisoformat(facts["valid_from"])
        record("deadline rule added", DeadlineRule.objects.create(**facts), by=by)


@transaction.atomic
def keep_rule(row: DeadlineRule, *, day: date, by: By, **facts: Any) -> DeadlineRule:
    """Add a time limit or change its dates and words. Raises `ValidationError` naming the field."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    refresh_deadlines(Request.objects.all(), day=day)
    record("deadline rule kept", row, by=by)
    return row
