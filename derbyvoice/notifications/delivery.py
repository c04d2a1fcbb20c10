"""One message from claim to answer."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from derbyvoice.notifications import addresses, backoff, endings
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.claims import lease
from derbyvoice.notifications.kinds import Later, Ready, Withheld, kind_of
from derbyvoice.notifications.last_byte import LastByteNote
from derbyvoice.notifications.letters import BadAddress, Letter, write_letter
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import MovedOn, move
from derbyvoice.notifications.transports import NoAnswer, NotTaken, Refused, Transport, Unreachable
from derbyvoice.office import clock

log = logging.getLogger(__name__)
DATABASE_AWAY = (OperationalError, InterfaceError)


@dataclass(frozen=True)
class WayOut:
    """A connection, the addresses that take no mail, and the note of whose last byte goes out."""

    transport: Transport
    dead: set[str]
    note: LastByteNote | None = None


def deal_with(message: Message, way: WayOut) -> bool:
    """One message from claim to answer. False when the transport itself was at fault."""
    try:
        if message.uncertain_at and was_taken(message, way.transport):
            endings.sent(message, at=clock.now(), reason="The transport says it was taken")
            return True
        letter = letter_for(message, way)
        return letter is None or hand_in(message, letter, way)
    except Unreachable as away:
        endings.put_back(message, at=clock.now(), reason=str(away))
        return False


def was_taken(message: Message, transport: Transport) -> bool:
    """Ask about an uncertain hand-over where the transport knows. If it was not taken, it never left the house."""
    if not (transport.can_be_asked and message.transport == transport.name):
        return False
    taken = transport.ask(str(message.reference))
    if not taken:
        message.uncertain_at = None
    return taken


def letter_for(message: Message, way: WayOut) -> Letter | None:
    """Ask the owner for the address and whether it is safe now, and render. None: there is nothing to send."""
    try:
        answer = kind_of(message).prepare(message)
        if isinstance(answer, Withheld):
            endings.withhold(message, at=clock.now(), reason=answer.reason)
            return None
        if isinstance(answer, Later):
            endings.put_off(message, at=clock.now(), until=answer.until)
            return None
        return letter_to_living(message, answer, way)
    except (MovedOn, *DATABASE_AWAY):
        raise
    except Exception as error:  # noqa: BLE001 - one broken template must not stop the others
        could_not_prepare(message, error)
        return None


def letter_to_living(message: Message, ready: Ready, way: WayOut) -> Letter | None:
    """The letter, unless its address cannot take mail: then the owner is told."""
    try:
        letter = write_letter(message, ready, at=clock.now())
    except BadAddress as error:
        endings.fail(message, at=clock.now(), reason=str(error))
        return None
    if not message.try_anyway and addresses.key_of(letter.address) in way.dead:
        endings.fail(message, at=clock.now(), reason="This address refused mail before")
        return None
    return letter


def could_not_prepare(message: Message, error: Exception) -> None:
    """Its owner's code failed. The error's words may quote a person, so only its name is kept."""
    log.error("a message could not be prepared", extra={"message_id": message.pk, "error": type(error).__name__})
    reason = f"Could not be prepared: {type(error).__name__}"
    later_or_never(message, reason=reason, patience=backoff.GIVE_UP_ON_PREPARING)


def later_or_never(message: Message, *, reason: str, patience: timedelta) -> None:
    at = clock.now()
    if at - message.queued_at > patience:
        endings.fail(message, at=at, reason=reason)
    else:
        endings.put_back(message, at=at, reason=reason, patient=True)


def hand_in(message: Message, letter: Letter, way: WayOut) -> bool:
    """Deliver, and record the answer. False when the connection was lost on the way."""
    try:
        reference = way.transport.deliver(
            letter, before_last_byte=lambda: hand_over(message, way.transport, note=way.note)
        )
    except NotTaken as put_off:
        later_or_never(message, reason=str(put_off), patience=backoff.GIVE_UP_ON_RECIPIENT)
    except Refused as refusal:
        refused(message, letter, refusal, way)
    except NoAnswer as silence:
        why = str(silence)
        surely(lambda: endings.not_certain(message, at=clock.now(), reason=why))
        return False
    else:
        surely(lambda: taken(message, letter, reference))
    return True


def hand_over(message: Message, transport: Transport, *, note: LastByteNote | None = None) -> None:
    """Only the last byte is missing: from here on a crash leaves an uncertain message. Raises `MovedOn` if our lease
    ran out, and then the last byte is not sent."""
    at = clock.now()
    facts = {"handed_over_at": at, "lease_until": at + lease(), "transport": transport.name}
    repeats = message.repeats + bool(message.uncertain_at)
    move(message, to=State.HANDED_OVER, at=at, uncertain_at=message.uncertain_at, repeats=repeats, **facts)
    if note:
        note.begin(message.reference)


def taken(message: Message, letter: Letter, reference: str) -> None:
    endings.sent(message, at=clock.now(), transport_ref=reference)
    if message.try_anyway:
        addresses.revive(letter.address)


def refused(message: Message, letter: Letter, refusal: Refused, way: WayOut) -> None:
    if refusal.dead:
        way.dead.add(addresses.key_of(letter.address))
    with transaction.atomic():
        if refusal.dead:
            addresses.bury(letter.address, at=clock.now())
        endings.fail(message, at=clock.now(), reason=str(refusal))


def surely(record: Callable[[], None], *, tries: int = 8) -> None:
    """Record an answer even if the database is away for some seconds: the letter is out and cannot be called back."""
    for wait in range(tries):
        try:
            return record()
        except DATABASE_AWAY as error:
            if connection.in_atomic_block or wait == tries - 1:
                raise
            log.warning("the database is away", extra={"error": type(error).__name__})
            time.sleep(min(0.2 * 2**wait, 3))
            close_quietly()
    return None


def close_quietly() -> None:
    try:
        connection.close()
    except DatabaseError:
        connection.connection = None
