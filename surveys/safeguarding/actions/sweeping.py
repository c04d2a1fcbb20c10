"""The clock: who is told of what is past its time, and what is destroyed when its own time is over."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction

from derbyvoice.audit.actors import By
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.safeguarding.actions.deciding import EMPTY
from surveys.safeguarding.actions.moving import OVERDUE, tell, tell_leads
from surveys.safeguarding.choices import What
from surveys.safeguarding.models import Flag, FlagQuerySet, FlagStep

KEPT_DAYS = 365
"""How long the words of a decided flag are kept where nobody said otherwise, so that it can be answered for."""

NOT_SAID: Final[Mapping[int, int]] = MappingProxyType({})


@transaction.atomic
def escalate(*, now: datetime, by: By) -> dict[str, int]:
    """Tell every lead what is past its time, and office staff what still is hours later. Told once each.

    One message for all that became late together. Run twice, nothing happens twice."""
    leads = mark(Flag.objects.to_tell_leads(now), 1, What.LEADS_TOLD, now=now)
    if leads:
        tell_leads(OVERDUE, max(leads), stage="leads")
    office = mark(Flag.objects.to_tell_office(now), 2, What.OFFICE_TOLD, now=now)
    if office:
        tell(OVERDUE, max(office), to=roles.OFFICE_STAFF, stage="office")
    return {"leads": len(leads), "office": len(office)}


def mark(flags: FlagQuerySet, stage: int, what: What, *, now: datetime) -> list[int]:
    """Note the stage in every one of these flags and in its history; gives their ids."""
    found = dict(flags.order_by("pk").select_for_update(of=("self",)).values_list("pk", "state"))
    if found:
        Flag.objects.filter(pk__in=found).update(escalated=stage)
        steps(found, what, now=now)
    return list(found)


def steps(states: dict[int, str], what: What, *, now: datetime, by: User | None = None) -> None:
    FlagStep.objects.bulk_create(
        [FlagStep(flag_id=pk, at=now, by=by, what=what, state=state) for pk, state in states.items()], batch_size=500
    )


@transaction.atomic
def forget_decided(
    *,
    day: date,
    now: datetime,
    kept: Mapping[int, int] = NOT_SAID,
    otherwise: int = KEPT_DAYS,
    held: Iterable[UUID] = (),
    surveys: Iterable[int] = (),
) -> int:
    """Destroy the words of flags decided long ago, and of decided ones whose person took everything back.

    `kept`: days by survey, `otherwise` for all others. Not those about responses that are `held` for the law, or about
    such `surveys`."""
    flags = Flag.objects.to_destroy(day, kept=kept, otherwise=otherwise)
    flags = flags.exclude(response__isnull=False, response__in=list(held))
    flags = flags.exclude(survey__isnull=False, survey__in=list(surveys))
    found = dict(flags.order_by("pk").select_for_update(of=("self",)).values_list("pk", "state"))
    if found:
        Flag.objects.filter(pk__in=found).update(**EMPTY, destroyed_on=day)
        steps(found, What.DESTROYED, now=now)
    return len(found)
