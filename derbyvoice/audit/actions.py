"""Writing down what happened, inside the transaction in which it happens."""

from typing import Any, TypeVar

from django.db import connection, models

from derbyvoice.audit.actors import Actor, By
from derbyvoice.audit.models import Event, Reading
from derbyvoice.office import clock
from derbyvoice.users.models import User

Row = TypeVar("Row", bound=models.Model)


class OutsideTransaction(RuntimeError):
    """An audit row must stand or fall with the thing it tells of."""


def record(verb: str, subject: models.Model, *, by: By, **facts: Any) -> Event:
    """Somebody did this to that. Facts are keys, states, counts and days; never a person's words."""
    refuse_outside_transaction()
    return Event.objects.create(at=clock.now(), verb=verb, facts=facts, **of(subject), **actor_of(by))


def record_change(row: Row, verb: str, *, by: By, **values: Any) -> Row:
    """Set these fields, check the whole row, save only them, and write down which they were.

    Raises `ValidationError` if the row does not hold together; nothing is then saved."""
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=[*values])
    record(verb, row, by=by, fields=sorted(values))
    return row


def record_reading(subject: models.Model, *, by: User, why: str) -> Reading:
    """This person opened a confidential record for this reason."""
    refuse_outside_transaction()
    return Reading.objects.create(at=clock.now(), by=by, why=why, **of(subject))


def refuse_outside_transaction() -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction("Write the audit row inside the transaction of the action.")


def of(subject: models.Model) -> dict[str, str]:
    return {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}


def actor_of(by: By) -> dict[str, Any]:
    return {"by": None, "by_kind": by.kind} if isinstance(by, Actor) else {"by": by, "by_kind": "user"}
