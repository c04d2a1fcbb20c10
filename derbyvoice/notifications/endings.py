"""How a try ends: sent, not sure, back in the queue, withheld, or failed for good."""

import logging
import random
from datetime import datetime

from django.db import transaction

from derbyvoice.notifications.backoff import wait_after
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.kinds import kind_of
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import MovedOn, move

log = logging.getLogger(__name__)
MAY_HAVE_LEFT = frozenset({State.UNCERTAIN, State.WITHHELD, State.CLAIMED})


def where_it_waits(message: Message) -> State:
    """A message that may have been sent once stays uncertain while it waits; any other simply waits."""
    return State.UNCERTAIN if message.uncertain_at else State.WAITING


def put_back(message: Message, *, at: datetime, reason: str, at_once: bool = False, patient: bool = False) -> None:
    """Certainly not sent this time: try again after a while (longer where one recipient puts us off), or at once
    when only the worker must stop."""
    chance = random.random()  # noqa: S311 - jitter
    pause = wait_after(message.tries, age=at - message.queued_at, chance=chance, patient=patient)
    next_try_at = at if at_once else at + pause
    facts = {"next_try_at": next_try_at, "uncertain_at": message.uncertain_at, "repeats": 0}
    move(message, to=where_it_waits(message), at=at, reason=reason, **facts)


def put_back_all(messages: list[Message], *, at: datetime, reason: str, at_once: bool = False) -> None:
    for message in messages:
        try:
            put_back(message, at=at, reason=reason, at_once=at_once)
        except MovedOn:
            log.info("already in another hand", extra={"message_id": message.pk})


def put_off(message: Message, *, at: datetime, until: datetime) -> None:
    """Its owner says: not before then. It is patient from then on as if it had just been queued."""
    facts = {"queued_at": until, "next_try_at": until, "tries": 0, "uncertain_at": message.uncertain_at}
    move(message, to=where_it_waits(message), at=at, reason="Waits for a time that is safe", **facts)


def sent(message: Message, *, at: datetime, transport_ref: str = "", reason: str = "") -> None:
    """The transport took it."""
    try:
        move(message, to=State.SENT, at=at, reason=reason, hurry=True, transport_ref=transport_ref[:120])
    except MovedOn:
        sent_after_all(message, at=at, transport_ref=transport_ref)


@transaction.atomic
def sent_after_all(message: Message, *, at: datetime, transport_ref: str) -> None:
    """Taken, though our lease had run out: where nobody else is handing it over, it is not sent again."""
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.state in MAY_HAVE_LEFT:
        move(row, to=State.SENT, at=at, reason="Had been handed over already", transport_ref=transport_ref[:120])


def not_certain(message: Message, *, at: datetime, reason: str) -> None:
    """Handed over, and no answer came. Repeated once at most; after that a person looks."""
    finished_at = at if message.repeats else None
    pause = wait_after(message.tries, age=at - message.queued_at, chance=random.random())  # noqa: S311 - jitter
    facts = {"uncertain_at": message.handed_over_at, "finished_at": finished_at, "next_try_at": at + pause}
    move(message, to=State.UNCERTAIN, at=at, reason=reason, **facts)


def withhold(message: Message, *, at: datetime, reason: str) -> None:
    move(message, to=State.WITHHELD, at=at, reason=reason[:200])


@transaction.atomic
def fail(message: Message, *, at: datetime, reason: str) -> None:
    """Not tried again. The room that owns the message makes it a task for a person, in the same transaction."""
    move(message, to=State.FAILED, at=at, reason=reason)
    try:
        with transaction.atomic():
            tell_owner(message)
    except Exception as error:  # noqa: BLE001 - the failure stands in the admin even if the owner cannot take it
        log.error("the owner could not be told", extra={"message_id": message.pk, "error": type(error).__name__})


def tell_owner(message: Message) -> None:
    on_failure = kind_of(message).on_failure
    if on_failure:
        on_failure(message)
