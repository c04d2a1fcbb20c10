"""Take one bounce from the mail server: `|manage.py take_bounces` in its alias file."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from derbyvoice.notifications import bounces, receipts
from derbyvoice.office import clock


class Command(BaseCommand):
    help = "Read a returned mail from standard input, and stop writing to an address that does not exist."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.take(sys.stdin.buffer.read(bounces.LONGEST)))

    def take(self, raw: bytes) -> str:
        """What was done, in words without an address: mail servers keep what is printed."""
        bounce = bounces.read_bounce(raw)
        if bounce is None:
            return "Not a bounce of ours; nothing was changed."
        reason = f"Came back: {bounce.status}"
        address = bounce.address if bounce.dead else ""
        known = receipts.failed(bounce.reference, at=clock.now(), reason=reason, dead_address=address)
        return "The message is marked as failed." if known else "No such message; nothing was changed."
