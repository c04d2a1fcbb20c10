"""Sending what waits: claim a batch, ask each owner for the letter, hand it over, record the answer.

Whoever stops this at any moment loses nothing. Before the hand-over is noted a message is sent again freely; after it
the message is uncertain, and is asked about or repeated once (docs/messages.md)."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from derbyvoice.notifications import addresses, backoff, endings
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.claims import claim_batch, lease, recover_abandoned, renew
from derbyvoice.notifications.kinds import Ready, Withheld, kind_of
from derbyvoice.notifications.letters import BadAddress, Letter, write_letter
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import MovedOn, move
from derbyvoice.notifications.transports import (
    NoAnswer,
    NotTaken,
    Refused,
    Transport,
    Unreachable,
    open_transport,
)
from derbyvoice.office import clock

log = logging.getLogger(__name__)
SECONDS_AT_MOST = 120
FAULTS_IN_A_ROW = 2
DATABASE_AWAY = (OperationalError, InterfaceError)
Stop = Callable[[], bool]


def never() -> bool:
    return False


def send_batches(*, stop: Stop = never, seconds: float = SECONDS_AT_MOST) -> int:
    """Send batch after batch until nothing is due, the transport is away, or the time is up. Gives back how many
    messages were dealt with. Does nothing while SENDING_PAUSED, as after a restore."""
    if settings.SENDING_PAUSED:
        return 0
    end = time.monotonic() + seconds
    recover_abandoned(at=clock.now())
    done = 0
    while not (enough := stop() or time.monotonic() > end):
        batch = claim_batch(at=clock.now(), size=settings.MAIL_BATCH)
        if not batch:
            break
        dealt_with = Round(batch, stop=lambda: stop() or time.monotonic() > end).run()
        done += dealt_with
        if dealt_with < len(batch):
            break
    log.info("sent what waits", extra={"dealt_with": done, "stopped": enough})
    return done


class Round:
    """One batch over one connection."""

    def __init__(self, batch: list[Message], *, stop: Stop = never) -> None:
        self.batch, self.stop = batch, stop
        self.claim = batch[0].claim
        self.renewed = time.monotonic()

    def run(self) -> int:
        """Deal with each message. Where the transport is away or the worker must stop, the others go back."""
        faults = 0
        with open_transport() as transport:
            for position, message in enumerate(self.batch):
                if self.stop():
                    return self.give_back(position, reason="The worker is stopping", at_once=True)
                self.keep_claim()
                faults = 0 if self.deal_with(message, transport) else faults + 1
                if faults == FAULTS_IN_A_ROW:
                    return self.give_back(position + 1, reason=message.reason, at_once=False)
        return len(self.batch)

    def give_back(self, position: int, *, reason: str, at_once: bool) -> int:
        endings.put_back_all(self.batch[position:], at=clock.now(), reason=reason, at_once=at_once)
        return min(position, len(self.batch) - 1)

    def keep_claim(self) -> None:
        """A slow server must not cost us the rest of the batch."""
        if self.claim and time.monotonic() - self.renewed > lease().total_seconds() / 3:
            renew(self.claim, at=clock.now())
            self.renewed = time.monotonic()

    def deal_with(self, message: Message, transport: Transport) -> bool:
        """One message from claim to answer. False when the transport itself was at fault."""
        try:
            return deal_with(message, transport)
        except MovedOn:
            log.info("already in another hand", extra={"message_id": message.pk})
            return True


def deal_with(message: Message, transport: Transport) -> bool:
    try:
        if message.uncertain_at and was_taken(message, transport):
            endings.sent(message, at=clock.now(), reason="The transport says it was taken")
            return True
        letter = letter_for(message)
        return letter is None or hand_in(message, letter, transport)
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


def letter_for(message: Message) -> Letter | None:
    """Ask the owner for the address and whether it is safe now, and render. None: there is nothing to send."""
    try:
        answer = kind_of(message).prepare(message)
        if isinstance(answer, Withheld):
            endings.withhold(message, at=clock.now(), reason=answer.reason)
            return None
        return letter_to_living(message, answer)
    except (MovedOn, *DATABASE_AWAY):
        raise
    except Exception as error:  # noqa: BLE001 - one broken template must not stop the others
        could_not_prepare(message, error)
        return None


def letter_to_living(message: Message, ready: Ready) -> Letter | None:
    """The letter, unless its address cannot take mail: then the owner is told."""
    try:
        letter = write_letter(message, ready, at=clock.now())
    except BadAddress as error:
        endings.fail(message, at=clock.now(), reason=str(error))
        return None
    if not message.try_anyway and addresses.is_dead(letter.address):
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
        endings.put_back(message, at=at, reason=reason)


def hand_in(message: Message, letter: Letter, transport: Transport) -> bool:
    """Deliver, and record the answer. False when the connection was lost on the way."""
    try:
        reference = transport.deliver(letter, before_last_byte=lambda: hand_over(message, transport))
    except NotTaken as put_off:
        later_or_never(message, reason=str(put_off), patience=backoff.GIVE_UP_ON_RECIPIENT)
    except Refused as refusal:
        refused(message, letter, refusal)
    except NoAnswer as silence:
        why = str(silence)
        surely(lambda: endings.not_certain(message, at=clock.now(), reason=why))
        return False
    else:
        surely(lambda: taken(message, letter, reference))
    return True


def hand_over(message: Message, transport: Transport) -> None:
    """Only the last byte is missing: from here on a crash leaves an uncertain message. Raises `MovedOn` if our lease
    ran out, and then the last byte is not sent."""
    at = clock.now()
    facts = {"handed_over_at": at, "lease_until": at + lease(), "transport": transport.name}
    repeats = message.repeats + bool(message.uncertain_at)
    move(message, to=State.HANDED_OVER, at=at, uncertain_at=message.uncertain_at, repeats=repeats, **facts)


def taken(message: Message, letter: Letter, reference: str) -> None:
    endings.sent(message, at=clock.now(), transport_ref=reference)
    if message.try_anyway:
        addresses.revive(letter.address)


def refused(message: Message, letter: Letter, refusal: Refused) -> None:
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
