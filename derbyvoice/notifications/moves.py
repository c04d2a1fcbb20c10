"""The one door for a change of state. Each change leaves a step behind, in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from derbyvoice.notifications.choices import ENDS, IN_HAND, TRANSITIONS
from derbyvoice.notifications.models import Message, Step


class NotAllowed(ValueError):
    """The table of transitions does not know this change."""


class MovedOn(RuntimeError):
    """Somebody else moved the message since it was read: its lease ran out, or a receipt or a person came first."""


def move(message: Message, *, to: str, at: datetime, reason: str = "", **facts: Any) -> None:
    """Change the state of one message, and write the step.

    Takes effect only while the row is still in the state and in the hand in which it was read; else `MovedOn`.
    A finished message loses its lease; `facts` are other fields that change with the state."""
    refuse_unknown(message.state, to)
    change = {**consequences(to, at), "state": to, "changed_at": at, "reason": reason, **facts}
    still_mine = Message.objects.filter(pk=message.pk, state=message.state, claim=message.claim)
    with transaction.atomic():
        if not still_mine.update(**change):
            raise MovedOn(f"Message {message.pk} is no longer {message.state} in this hand.")
        Step.objects.create(message_id=message.pk, at=at, state=to, reason=reason)
    remember(message, change)


def move_all(messages: Sequence[Message], *, to: str, at: datetime, reason: str = "", **facts: Any) -> None:
    """Change the state of rows that this transaction has locked, in one statement."""
    for message in messages:
        refuse_unknown(message.state, to)
    change = {**consequences(to, at), "state": to, "changed_at": at, "reason": reason, **facts}
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(**change)
    Step.objects.bulk_create(steps(messages, to=to, at=at, reason=reason))
    for message in messages:
        remember(message, change)


def steps(messages: Iterable[Message], *, to: str, at: datetime, reason: str) -> list[Step]:
    return [Step(message_id=message.pk, at=at, state=to, reason=reason) for message in messages]


def refuse_unknown(state: str, to: str) -> None:
    if to not in TRANSITIONS[state]:
        raise NotAllowed(f"A message does not go from {state} to {to}.")


def consequences(to: str, at: datetime) -> dict[str, Any]:
    """What follows from the state alone: who is in nobody's hand has no lease; who can go no further is finished."""
    if to in IN_HAND:
        return {}
    finished = at if to in ENDS else None
    return {"claim": None, "lease_until": None, "finished_at": finished}


def remember(message: Message, change: dict[str, Any]) -> None:
    for name, value in change.items():
        if not hasattr(value, "resolve_expression"):
            setattr(message, name, value)
