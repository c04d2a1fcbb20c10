"""Sending what waits: claim a batch, ask each owner for the letter, hand it over, record the answer.

Whoever stops this at any moment loses nothing. Before the hand-over is noted a message is sent again freely; after it
the message is uncertain, and is asked about or repeated once (docs/messages.md)."""

import logging
import time
from collections.abc import Callable

from django.conf import settings

from derbyvoice.notifications import addresses, endings
from derbyvoice.notifications.claims import claim_batch, lease, recover_abandoned, renew
from derbyvoice.notifications.delivery import WayOut, deal_with
from derbyvoice.notifications.last_byte import LastByteNote
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import MovedOn
from derbyvoice.notifications.transports import open_transport
from derbyvoice.office import clock

log = logging.getLogger(__name__)
SECONDS_AT_MOST = 120
FAULTS_IN_A_ROW = 2
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
        with open_transport() as transport, LastByteNote(self.claim) as note:
            way = WayOut(transport, addresses.all_dead(), note)
            for position, message in enumerate(self.batch):
                if self.stop():
                    return self.give_back(position, reason="The worker is stopping", at_once=True)
                self.keep_claim()
                faults = 0 if self.deal_with(message, way) else faults + 1
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

    def deal_with(self, message: Message, way: WayOut) -> bool:
        """One message from claim to answer. False when the transport itself was at fault."""
        try:
            return deal_with(message, way)
        except MovedOn:
            log.info("already in another hand", extra={"message_id": message.pk})
            return True
