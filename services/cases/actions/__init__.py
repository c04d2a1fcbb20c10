"""What may be done with cases."""

from services.cases.actions.contacting import (
    Said,
    Stale,
    Tried,
    finish_task,
    leave_task,
    log_attempt,
    log_contact,
    open_person,
    record_channel,
)
from services.cases.actions.holding import (
    block,
    close_case,
    follow_record,
    open_case,
    reassign,
    reopen_case,
    take_newer,
    unblock,
)
from services.cases.actions.keeping import keep_fact
from services.cases.actions.sweeping import queue_digests, sweep

__all__ = [
    "Said",
    "Stale",
    "Tried",
    "block",
    "close_case",
    "finish_task",
    "follow_record",
    "keep_fact",
    "leave_task",
    "log_attempt",
    "log_contact",
    "open_case",
    "open_person",
    "queue_digests",
    "reassign",
    "record_channel",
    "reopen_case",
    "sweep",
    "take_newer",
    "unblock",
]
