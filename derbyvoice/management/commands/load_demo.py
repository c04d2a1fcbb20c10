"""Loads the demonstration: the area, one invented person for each role, then each room's own records, in order."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from derbyvoice.office import clock
from derbyvoice.office.loading import load_area
from derbyvoice.users.demo import make_people

AREA = "derbyshire"


class Command(BaseCommand):
    help = "Load invented people and records. Run again it adds only what is missing. Refuses to run in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Invented records do not belong into production: use the demo, or a test copy.")
        load_area(AREA)
        by, today = make_people(), clock.today()
        for room in settings.ALL_ROOMS:
            if find_spec(f"{room}.demo") and (load := getattr(import_module(f"{room}.demo"), "load", None)):
                load(today=today, by=by)
                if options["verbosity"]:
                    self.stdout.write(room)
