"""`manage.py make_addresses_findable`: let addresses that were left before an update be found for their person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from derbyvoice.audit.actors import CLOCK
from derbyvoice.vault.keys import keyring
from surveys.responses import actions as responses
from surveys.retention.by_address import not_findable
from surveys.safeguarding import actions as safeguarding

LEADS = "safeguarding"
KEYS = ("contact", LEADS)


class Command(BaseCommand):
    help = (
        "Work out the look-up hash of every address that has none. Needs a process that can open them: staff, worker."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = [purpose for purpose in KEYS if purpose in keyring().opens]
        if not keys:
            raise CommandError("This process holds no key that opens addresses. Run it as staff, or as the worker.")
        done = responses.make_findable(purposes=keys, by=CLOCK)
        done += safeguarding.make_findable(by=CLOCK) if LEADS in keys else 0
        self.stdout.write(f"{done} addresses can be found now.")
        if left := not_findable():
            self.stdout.write(f"{left} could not be opened here. Run it once more where the other keys are.")
