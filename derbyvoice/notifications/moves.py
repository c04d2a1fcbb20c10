"""The one door for a change of state. Each change leaves a step behind, in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from derbyvoice.notifications.choices import ENDS, IN_HAND, TRANSITIONS
from derbyvoice.notifications.models import Message, Step


class NotAllowed(ValueError):
    """The table of transitions does not know this change."""


class MovedOn(RuntimeError):
    """Somebody else moved the message since it was read: its lease ran out, or a receipt or a person came first."""


def move(message: Message, *, to: str, at: datetime, reason: str = "", hurry: bool = False, **facts: Any) -> None:
    """Change the state of one message, and write the step.

    Takes effect only while the row is still in the state and in the hand in which it was read; else `MovedOn`.
    A finished message loses its lease; `facts` are other fields that change with the state. `hurry`: do not wait
    for the disk; this worker's next change waits for both, so a crash of the database can cost one such change."""
    refuse_unknown(message.state, to)
    change = {**consequences(to, at), "state": to, "changed_at": at, "reason": reason, **facts}
    if connection.vendor == "postgresql":
        moved = move_in_one_statement(message, change, hurry=hurry and not connection.in_atomic_block)
    else:
        moved = move_in_two(message, change)
    if not moved:
        raise MovedOn(f"Message {message.pk} is no longer {message.state} in this hand.")
    remember(message, change)


ONE_STATEMENT = """
WITH moved AS (
    UPDATE notifications_message SET {changes}
    WHERE id = %s AND state = %s AND claim IS NOT DISTINCT FROM %s::uuid RETURNING id
)
INSERT INTO notifications_step (message_id, at, state, reason) SELECT id, %s, %s, %s FROM moved{hurry}
"""
HURRY = ", (SELECT set_config('synchronous_commit', 'off', true)) AS hurry"


def move_in_one_statement(message: Message, change: dict[str, Any], *, hurry: bool) -> bool:
    """The change and its step in one round trip and one commit: most of what sending costs is this."""
    fields = [Message._meta.get_field(name) for name in change]
    values = [field.get_db_prep_save(value, connection) for field, value in zip(fields, change.values(), strict=True)]
    changes = ", ".join(f"{field.column} = %s" for field in fields)
    mine = [message.pk, message.state, message.claim]
    step = [change["changed_at"], change["state"], change["reason"]]
    with connection.cursor() as cursor:
        cursor.execute(ONE_STATEMENT.format(changes=changes, hurry=HURRY if hurry else ""), [*values, *mine, *step])
        return cursor.rowcount == 1


@transaction.atomic
def move_in_two(message: Message, change: dict[str, Any]) -> bool:
    still_mine = Message.objects.filter(pk=message.pk, state=message.state, claim=message.claim)
    moved = still_mine.update(**change)
    if moved:
        facts = {"at": change["changed_at"], "state": change["state"], "reason": change["reason"]}
        Step.objects.create(message_id=message.pk, **facts)
    return bool(moved)


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
