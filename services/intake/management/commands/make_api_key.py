"""Make a key for a program. It is written to the terminal once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from derbyvoice.office import clock
from services.intake.choices import Scope
from services.intake.keys import make_key


class Command(BaseCommand):
    help = "Make a key for the force's record system. The key is shown once: give it to them safely."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="which system will use it")
        parser.add_argument("--days", type=int, default=365, choices=range(1, 731), metavar="1-730")
        parser.add_argument("--scope", action="append", choices=Scope.values)

    def handle(self, *args: Any, **options: Any) -> None:
        scopes = [Scope(word) for word in options["scope"] or [Scope.CASES_WRITE]]
        row, secret = make_key(name=options["name"], scopes=scopes, days=options["days"], by=None, now=clock.now())
        self.stdout.write(f"{secret}\n")
        self.stderr.write(f"{row} works until {row.expires:%d %B %Y}. It cannot be shown again.\n")
