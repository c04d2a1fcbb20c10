"""The ground of every command that loads a file of facts: what it reads, and what it says when the file is bad."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from derbyvoice.lib.facts import Facts, FactsError
from derbyvoice.office import clock
from derbyvoice.users.models import User


class FactsCommand(BaseCommand):
    """Reads a JSON file and keeps it by one action, all or nothing. Subclasses say how in `keep`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="Who loads it: a person who may sign in.")
        parser.add_argument("--demonstration", action="store_true", help="Mark everything as demonstration data.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"Nobody with the e-mail {options['by']} may sign in here.")
        known = {"by": by, "at": clock.now(), "today": clock.today(), "demonstration": options["demonstration"]}
        try:
            said = self.keep(Facts.read(options["file"].read_bytes()), **known)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except FactsError as error:
            raise CommandError(f"{options['file'].name}, field {error} Nothing was kept.") from error
        except ValidationError as error:
            raise CommandError(f"{options['file'].name}: {' '.join(error.messages)} Nothing was kept.") from error
        self.stdout.write(said)

    def keep(self, facts: Facts, **known: Any) -> str:
        """Keep what the file tells of; gives a sentence for the terminal."""
        raise NotImplementedError
