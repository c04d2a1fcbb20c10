"""What may be done with providers, their services and their workers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.users.actions import end_sign_ins, person
from derbyvoice.users.models import User
from services.directory.choices import Ground
from services.directory.models import Access, Membership, Provider, Service

Row = TypeVar("Row", Provider, Service)
MANY = ("crime_groups", "districts", "cohorts")


@transaction.atomic
def save_provider(provider: Provider, *, by: By) -> Provider:
    """A provider is added, changed, or ended by its last day. Raises ValidationError in plain words."""
    return save_checked(provider, by=by)


@transaction.atomic
def save_service(service: Service, *, by: By, **chosen: Any) -> Service:
    """A service is added or changed. `chosen` are its crime groups, districts and cohorts."""
    save_checked(service, by=by)
    for name in MANY:
        if name in chosen:
            getattr(service, name).set(chosen[name])
    return service


def save_checked(row: Row, *, by: By) -> Row:
    new = row.pk is None
    row.full_clean()
    row.save()
    record("added" if new else "changed", row, by=by, valid_to=str(row.valid_to or ""))
    return row


@transaction.atomic
def add_worker(
    *, user: User, provider: Provider, valid_from: date, valid_to: date | None = None, by: User, now: datetime
) -> Membership:
    """This person works for the provider from a day on. Raises ValidationError if they do already."""
    row = Membership(user=user, provider=provider, valid_from=valid_from, valid_to=valid_to, added_at=now, added_by=by)
    row.full_clean()
    row.save()
    record("added", row, by=by, provider=provider.pk)
    return row


@transaction.atomic
def end_membership(row: Membership, *, by: User, now: datetime) -> Membership:
    """They see nothing of the provider from their next request on, and are signed out everywhere.

    Raises ValidationError if it ended before."""
    if not Membership.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_by=by):
        raise ValidationError("This ended already.")
    record("ended", row, by=by, provider=row.provider_id)
    end_sign_ins(row.user, at=now, by=by)
    row.refresh_from_db()
    return row


@transaction.atomic
def open_without_contract(
    provider: Provider, *, valid_from: date, valid_to: date | None = None, source: str, by: By
) -> Access:
    """The office decides that this provider's workers may open referrals on these days though no contract pays it.

    Raises ValidationError where a contract decides already."""
    Provider.objects.select_for_update().get(pk=provider.pk)
    asked = Q() if valid_to is None else Q(valid_from=None) | Q(valid_from__lte=valid_to)
    if Access.objects.by_contract().not_over(valid_from).filter(asked, provider=provider).exists():
        raise ValidationError("This provider works under a contract on these days: the contract decides.")
    row = Access(provider=provider, ground=Ground.LISTED, valid_from=valid_from, valid_to=valid_to, source=source)
    return save_access(row, "opened", by=by)


@transaction.atomic
def open_by_contract(
    provider: Provider, *, first: date | None, last: date | None, source: str, at: datetime, by: By
) -> Access:
    """A contract begins to decide on which days this provider's workers may open referrals."""
    let_contract_decide(provider, first=first, last=last, at=at, by=by)
    row = Access(provider=provider, ground=Ground.CONTRACT, valid_from=first, valid_to=last, source=source)
    return save_access(row, "opened", by=by)


@transaction.atomic
def move_access(row: Access, *, first: date | None, last: date | None, at: datetime, by: By) -> Access:
    """The contract has other days now. Days that stay as they are change nothing."""
    if (row.valid_from, row.valid_to) != (first, last):
        let_contract_decide(row.provider, first=first, last=last, at=at, by=by)
        row.valid_from, row.valid_to = first, last
        save_access(row, "moved", by=by)
    return row


def let_contract_decide(provider: Provider, *, first: date | None, last: date | None, at: datetime, by: By) -> None:
    """What the office decided without a contract ends the day before the contract begins.

    A contract that is over already leaves it as it is."""
    day = timezone.localdate(at)
    Provider.objects.select_for_update().get(pk=provider.pk)
    if last and last < day:
        return
    for row in Access.objects.listed().not_over(first or day).filter(provider=provider):
        if first is None or (row.valid_from or date.min) >= first:
            stop(row, why="A contract decides now", at=at, by=by)
        else:
            row.valid_to = first - timedelta(days=1)
            save_access(row, "moved", by=by)


def save_access(row: Access, verb: str, *, by: By) -> Access:
    row.full_clean()
    row.save()
    days = {"valid_from": str(row.valid_from or ""), "valid_to": str(row.valid_to or "")}
    record(f"access_{verb}", row, by=by, provider=row.provider_id, ground=str(row.ground), **days)
    return row


@transaction.atomic
def end_access(row: Access, *, why: str, at: datetime, by: By) -> Access:
    """At once: the provider's workers open no referral from their next request on, unless another ground stands.

    Whoever lost it is signed out everywhere. Raises ValidationError if it ended before."""
    stop(row, why=why, at=at, by=by)
    sign_out_without_access([row.provider], at=at, by=by)
    return row


def stop(row: Access, *, why: str, at: datetime, by: By) -> None:
    facts = {"ended_at": at, "ended_by": person(by), "why_ended": why}
    if not Access.objects.standing().filter(pk=row.pk).update(**facts):
        raise ValidationError("This ended already.")
    record("access_ended", row, by=by, provider=row.provider_id)
    row.refresh_from_db()


def sign_out_without_access(providers: Iterable[Provider], *, at: datetime, by: By) -> None:
    """Workers of those of these providers that have no access now are signed out everywhere."""
    day = timezone.localdate(at)
    open_now = Provider.objects.with_access(day).values("pk")
    closed = Provider.objects.filter(pk__in=[one.pk for one in providers]).exclude(pk__in=open_now)
    for row in Membership.objects.on(day).filter(provider__in=closed).select_related("user"):
        end_sign_ins(row.user, at=at, by=by)
