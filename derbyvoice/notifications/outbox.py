"""The way into the outbox. A message is written down with the thing that causes it, and sent after the commit."""

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import datetime

from celery import current_app
from django.db import connection, transaction

from derbyvoice.notifications.choices import State
from derbyvoice.notifications.kinds import is_registered
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock

SECONDS_OF_SILENCE = 20
log = logging.getLogger(__name__)


class OutsideTransaction(RuntimeError):
    """A message must stand or fall with the thing that causes it."""


def queue(
    kind: str,
    *,
    recipient_ref: str,
    dedupe_key: str,
    context_ref: str = "",
    not_before: datetime | None = None,
) -> Message:
    """Write a message down. The same dedupe key gives the same message: nothing is queued twice.

    Raises `OutsideTransaction` when no transaction is open, and `LookupError` for an unknown kind."""
    check(kind)
    now = clock.now()
    facts = {"kind": kind, "recipient_ref": recipient_ref, "context_ref": context_ref, "state": State.WAITING}
    times = {"queued_at": now, "changed_at": now, "next_try_at": max(now, not_before or now)}
    message, new = Message.objects.get_or_create(dedupe_key=dedupe_key, defaults={**facts, **times})
    if new:
        wake_after_commit()
    return message


def queue_all(kind: str, entries: Iterable[Mapping[str, str]]) -> None:
    """Write many messages of one kind down in one statement; entries hold `recipient_ref`, `dedupe_key` and perhaps
    `context_ref`. What is queued already is not queued twice. Raises as `queue` does."""
    check(kind)
    now = clock.now()
    times = {"queued_at": now, "changed_at": now, "next_try_at": now}
    rows = [Message(kind=kind, **entry, **times) for entry in entries]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        wake_after_commit()


def check(kind: str) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction("Queue a message inside the transaction of its cause.")
    if not is_registered(kind):
        raise LookupError(f"No room has registered the kind of message {kind}.")


def wake_after_commit() -> None:
    """Once for each transaction, however many messages it queues."""
    if not any(entry[1] is wake for entry in connection.run_on_commit):
        transaction.on_commit(wake)


def wake() -> None:
    """Tell a worker that there is something to send. If the broker is away the sweep finds it within 20
    seconds, and for that long nobody here waits for the broker again."""
    if time.monotonic() < silence.until:
        return
    try:
        current_app.send_task("notifications.send_what_waits")
    except Exception as error:  # noqa: BLE001 - any broker fault: the row is safe and the sweep will come
        silence.until = time.monotonic() + SECONDS_OF_SILENCE
        log.warning("could not wake a worker", extra={"error": type(error).__name__})


class Silence:
    """Until when this process leaves a broker alone that did not answer."""

    until = 0.0


silence = Silence()
