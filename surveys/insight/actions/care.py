"""Looking after those who read: one reads at a time, anybody may pass something on, and enough is enough."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.care import terms_now, unread
from surveys.insight.choices import PassedOn
from surveys.insight.models import CareTerms, Claim, HandOver
from surveys.responses.models import Response

TRIES = 8


@transaction.atomic
def take_next(*, by: User) -> Response | None:
    """The oldest response that nobody has read or is reading, kept for this person for a while."""
    now = clock.now()
    mine = Claim.objects.filter(claimed_by=by, until__gt=now).values("response")
    still = unread(by, now).filter(pk__in=mine).first()
    if still:
        return still
    return next((row for row in unread(by, now)[:TRIES] if claim(row, by, now)), None)


def claim(response: Response, by: User, now: datetime) -> bool:
    """Keep a response for this person. False when somebody else was quicker."""
    facts = {"claimed_at": now, "claimed_by": by, "until": terms_now().until(now)}
    free = Claim.objects.filter(Q(claimed_by=by) | Q(until__lte=now), response=response)
    if free.update(**facts):
        return True
    try:
        with transaction.atomic():
            Claim.objects.create(response=response, **facts)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def stop_for_today(*, by: User) -> int:
    """Let go of what is kept for this person, so that others may read it."""
    return Claim.objects.filter(claimed_by=by, until__gt=clock.now()).update(until=clock.now())


@transaction.atomic
def pass_on(*, response: Response, reason: PassedOn, by: User, to: User | None = None) -> HandOver:
    """Pass a response to a colleague, or to whoever can. Nobody asks why. Raises `ValidationError`."""
    if not Response.objects.visible_to(by).filter(pk=response.pk).exists():
        raise ValidationError("You may not read this any more.")
    if to and not to.has_role(roles.RESEARCHER):
        raise ValidationError({"to": "Choose somebody who may read it"})
    row = HandOver(response=response, to=to, reason=reason, passed_at=clock.now(), passed_by=by)
    row.full_clean()
    row.save()
    Claim.objects.filter(response=response, claimed_by=by).delete()
    record("passed on", response, by=by, to=to.pk if to else None)
    return row


@transaction.atomic
def take_up(*, hand_over: HandOver, by: User) -> Response:
    """Take what a colleague passed on. Raises `ValidationError` when somebody else was quicker."""
    row = HandOver.objects.waiting_for(by).select_for_update(of=("self",)).filter(pk=hand_over.pk).first()
    if row is None:
        raise ValidationError("Somebody else took it already.")
    row.taken_at, row.taken_by = clock.now(), by
    row.save(update_fields=["taken_at", "taken_by"])
    claim(row.response, by, clock.now())
    record("took up", row.response, by=by)
    return row.response


@transaction.atomic
def keep_terms(terms: CareTerms, *, by: User, **values: Any) -> CareTerms:
    """Say how much is enough, and whom staff may ring. There is one row."""
    if terms.pk is None and CareTerms.objects.exists():
        raise ValidationError("There is one already. Change that one.")
    terms.changed_at, terms.changed_by = clock.now(), by
    for name, value in values.items():
        setattr(terms, name, value)
    terms.full_clean()
    terms.save()
    record("kept care terms", terms, by=by, fields=sorted(values))
    return terms
