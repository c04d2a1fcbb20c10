"""What a person may do with a message: try a failed one again, settle an uncertain one, withhold what still waits."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.notifications import endings
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import move
from derbyvoice.notifications.outbox import wake_after_commit
from derbyvoice.office import clock


@transaction.atomic
def retry(message: Message, *, by: By) -> Message:
    """Send a failed message again as if it were new, even to an address that refused mail before.

    Its owner is asked again whether that is safe. Raises `ValidationError` unless it failed."""
    row = locked(message)
    if row.state != State.FAILED:
        raise ValidationError("Only a message that could not be sent can be tried again.")
    now = clock.now()
    anew: dict[str, Any] = {
        "queued_at": now,
        "next_try_at": now,
        "tries": 0,
        "repeats": 0,
        "uncertain_at": None,
        "try_anyway": True,
    }
    move(row, to=State.WAITING, at=now, reason="Tried again by hand", **anew)
    record("message tried again", row, by=by)
    wake_after_commit()
    return row


@transaction.atomic
def settle(message: Message, *, was_sent: bool, by: By) -> Message:
    """A person found out what became of an uncertain message. If it was not sent, its owner is told that it failed.

    Raises `ValidationError` while it is not uncertain, or is still to be repeated."""
    row = locked(message)
    if row.state != State.UNCERTAIN or not row.finished_at:
        raise ValidationError("Only a message that stayed uncertain after its repeat can be settled.")
    if was_sent:
        move(row, to=State.SENT, at=clock.now(), reason="Settled by hand: it was sent")
    else:
        endings.fail(row, at=clock.now(), reason="Settled by hand: it was not sent")
    record("message settled", row, by=by, was_sent=was_sent)
    return row


@transaction.atomic
def withdraw(*, recipient_ref: str, by: By) -> int:
    """Withhold every message to this person that is not finished, and say how many: the person left, or was erased.

    One that is being handed over at this moment may still arrive; its row then says so."""
    rows = list(Message.objects.unfinished_for(recipient_ref).order_by("id").select_for_update())
    for row in rows:
        endings.withhold(row, at=clock.now(), reason="Withdrawn")
        record("message withdrawn", row, by=by)
    return len(rows)


def locked(message: Message) -> Message:
    return Message.objects.select_for_update().get(pk=message.pk)
