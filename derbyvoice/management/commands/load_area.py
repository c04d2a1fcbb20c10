"""Loads the facts about one area: the office, its districts, crime groups, cohorts and emergency numbers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from derbyvoice.office.loading import AREAS, AreaFileError, load_area


class Command(BaseCommand):
    help = "Load or refresh the facts about an area. Nothing is deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = ", ".join(sorted(path.stem for path in AREAS.glob("*.json")))
        parser.add_argument("area", help=f"one of: {known}")

    def handle(self, *args: Any, area: str, **options: Any) -> None:
        try:
            load_area(area)
        except AreaFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Loaded {area}. Check every fact that docs/deployment.md lists.")
