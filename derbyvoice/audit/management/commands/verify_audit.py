"""`manage.py verify_audit`: reckon the seals anew and say which days are not as they were."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from derbyvoice.audit.models import DaySeal
from derbyvoice.audit.seals import verify


class Command(BaseCommand):
    help = "Check the audit: every sealed day, or the days between --from and --to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="from_day", type=date.fromisoformat, help="first day, as 2026-11-21")
        parser.add_argument("--to", dest="to_day", type=date.fromisoformat, help="last day, as 2026-11-21")

    def handle(self, *args: Any, from_day: date | None, to_day: date | None, **options: Any) -> None:
        days = list(DaySeal.objects.order_by("day").values_list("day", flat=True))
        if not days:
            self.stdout.write("No day has been sealed yet.")
            return
        first, last = from_day or days[0], to_day or days[-1]
        broken = verify(first, last)
        for fault in broken:
            self.stdout.write(f"{fault.day}: {fault.why}")
        if broken:
            raise CommandError(f"{len(broken)} of {(last - first).days + 1} days are not as they were sealed.")
        self.stdout.write(f"{(last - first).days + 1} days are as they were sealed.")
