"""Send what waits, once or until told to stop: for an office without Celery, and for drills."""

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from derbyvoice.notifications.heartbeat import SWEEP, beat
from derbyvoice.notifications.sending import send_batches
from derbyvoice.office import clock

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the messages that wait. With --loop, go on until SIGTERM; nothing is lost however it ends."

    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until told to stop")
        parser.add_argument("--every", type=float, default=20, help="seconds between looks (20)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{send_batches()} messages dealt with.")
            return
        signal.signal(signal.SIGTERM, self.stop)
        while not self.stopping:
            self.look()
            self.wait(options["every"])

    def stop(self, *signal_and_frame: Any) -> None:
        """Finish the message in hand, give the others back, and end."""
        self.stopping = True

    def look(self) -> None:
        close_old_connections()
        try:
            beat(SWEEP, at=clock.now())
            send_batches(stop=lambda: self.stopping)
        except DatabaseError as error:
            log.warning("the database is away", extra={"error": type(error).__name__})

    def wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            time.sleep(min(0.1, seconds))
