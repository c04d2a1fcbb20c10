"""`manage.py copy_audit --from 2026-11-21 > file`: the record as JSON lines, to be kept on another machine."""

import json
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from derbyvoice.audit.models import DaySeal, Event, Reading
from derbyvoice.audit.seals import EVENT, READING, lines


class Command(BaseCommand):
    help = "Write the sealed days from --from on: every row, and after each day its seal. One JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="from_day", type=date.fromisoformat, default=date.min)

    def handle(self, *args: Any, from_day: date, **options: Any) -> None:
        for seal in DaySeal.objects.filter(day__gte=max(from_day, date.min + timedelta(days=1))).order_by("day"):
            for model, fields in ((Event, EVENT), (Reading, READING)):
                for line in lines(model, fields, seal.day):
                    self.stdout.write(line)
            self.stdout.write(json.dumps({"kind": "seal", "day": str(seal.day), "digest": seal.digest}))
