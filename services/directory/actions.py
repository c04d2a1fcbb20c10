"""What may be done with providers, their services and their workers."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.users.models import User
from services.directory.models import Membership, Provider, Service

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
    """They see nothing of the provider from their next request on. Raises ValidationError if it ended before."""
    if not Membership.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_by=by):
        raise ValidationError("This ended already.")
    record("ended", row, by=by, provider=row.provider_id)
    row.refresh_from_db()
    return row
