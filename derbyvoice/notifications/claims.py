"""Taking messages in hand. A claim is a lease: a worker that dies gives its messages back by doing nothing."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from derbyvoice.notifications.choices import State
from derbyvoice.notifications.endings import where_it_waits
from derbyvoice.notifications.last_byte import was_never_begun
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import move_all

ABANDONED_AT_ONCE = 500


def lease() -> timedelta:
    return timedelta(seconds=settings.MAIL_LEASE_SECONDS)


@transaction.atomic
def claim_batch(*, at: datetime, size: int) -> list[Message]:
    """Up to `size` due messages, oldest first, now in this worker's hand. Two workers never get the same one."""
    due = Message.objects.due(at).order_by("next_try_at", "id").select_for_update(skip_locked=True)
    batch = list(due[:size])
    if batch:
        move_all(batch, to=State.CLAIMED, at=at, claim=uuid.uuid4(), lease_until=at + lease(), tries=F("tries") + 1)
    for message in batch:
        message.tries += 1
    return batch


def renew(claim: uuid.UUID, *, at: datetime) -> int:
    """The worker lives: keep what it has claimed and not yet handed over."""
    return Message.objects.held_by(claim).update(lease_until=at + lease())


@transaction.atomic
def recover_abandoned(*, at: datetime) -> int:
    """Take messages back from workers that died. Before the hand-over they wait again; after it they are uncertain."""
    lost = list(Message.objects.abandoned(at).order_by("id").select_for_update(skip_locked=True)[:ABANDONED_AT_ONCE])
    for (to, facts), messages in grouped(lost, at).items():
        move_all(messages, to=to, at=at, reason="Its worker stopped", next_try_at=at, **dict(facts))
    return len(lost)


def grouped(lost: list[Message], at: datetime) -> dict[tuple[str, tuple[tuple[str, object], ...]], list[Message]]:
    """The abandoned messages by where they go, so that each group moves in one statement."""
    groups: dict[tuple[str, tuple[tuple[str, object], ...]], list[Message]] = {}
    for message in lost:
        to, facts = where_it_goes(message, at)
        groups.setdefault((to, tuple(facts.items())), []).append(message)
    return groups


def where_it_goes(message: Message, at: datetime) -> tuple[str, dict[str, object]]:
    if message.state == State.HANDED_OVER and not was_never_begun(message.claim, message.reference):
        finished = at if message.repeats else None
        return State.UNCERTAIN, {"uncertain_at": message.handed_over_at, "finished_at": finished}
    return where_it_waits(message), {"repeats": 0}
