"""What the other side says later. Receipts come late, twice and in any order; the end is the same.

A failure wins over everything, since then a person looks. A receipt that is older than a second try by hand is not
about that try and changes nothing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from derbyvoice.notifications import addresses, endings
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import move

LEFT_THE_HOUSE = frozenset({State.HANDED_OVER, State.UNCERTAIN, State.SENT})
CLOSED = frozenset({State.SENT, State.FAILED})


@transaction.atomic
def delivered(reference: UUID, *, at: datetime) -> bool:
    """The message is in the person's mailbox. False if we know no such message."""
    message = Message.objects.select_for_update().filter(reference=reference).first()
    if message is None:
        return False
    first_at = message.delivered_at or at
    if message.state in CLOSED:
        Message.objects.filter(pk=message.pk).update(delivered_at=first_at)
    else:
        move(message, to=State.SENT, at=at, reason="Receipt: delivered", delivered_at=first_at)
    return True


@transaction.atomic
def failed(reference: UUID, *, at: datetime, reason: str, dead_address: str = "") -> bool:
    """The message came back. Its owner is told, once; a dead address is not written to again.

    `reason` is ours and names no person. False if we know no such message."""
    message = Message.objects.select_for_update().filter(reference=reference).first()
    if message is None:
        return False
    if dead_address:
        addresses.bury(dead_address, at=at)
    if message.state in LEFT_THE_HOUSE or (message.uncertain_at and message.state == State.CLAIMED):
        endings.fail(message, at=at, reason=reason)
    return True
