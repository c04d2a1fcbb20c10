"""Makes the key files of an installation, and the folders from which each service reads just the keys it needs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from derbyvoice.office import clock
from derbyvoice.vault.files import make_missing
from derbyvoice.vault.keys import PURPOSES

SERVICES: dict[str, tuple[str, ...]] = {
    "public": (),
    "api": (),
    "staff": ("voice", "safeguarding", "case", "account"),
    "worker": ("contact",),
}


class Command(BaseCommand):
    help = "Make what key files are missing. Existing keys are never replaced: without them, sealed words are lost."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, required=True, help="the folder for the key files")
        parser.add_argument("--only", nargs="+", choices=list(PURPOSES), default=list(PURPOSES), metavar="PURPOSE",
                            help=f"make keys for these only: {', '.join(PURPOSES)}")  # fmt: skip
        given = "make them in INTO/all and give each service a folder: " + ", ".join(SERVICES)
        parser.add_argument("--services", action="store_true", help=given)

    def handle(self, *args: Any, into: Path, only: list[str], services: bool, **options: Any) -> None:
        source = into / "all" if services else into
        try:
            source.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = make_missing(source, only, day=clock.today())
            for name in SERVICES if services else ():
                deal(source, into / name, opens=SERVICES[name])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self.stdout.write("\n".join(f"Made {name}" for name in made) or "Nothing was missing.")


def deal(source: Path, folder: Path, *, opens: tuple[str, ...]) -> None:
    """Every public half and the look-up secret; the private halves of these purposes and of no other."""
    folder.mkdir(exist_ok=True, mode=0o700)
    private = [path for purpose in opens for path in source.glob(f"{purpose}.*.key")]
    wanted = {path.name: path for path in (*source.glob("*.pub"), source / "lookup.key", *private)}
    for path in folder.glob("*.*"):
        if path.name not in wanted:
            path.unlink()
    for name, path in wanted.items():
        put(path, folder / name)


def put(source: Path, place: Path) -> None:
    """A new file in the place of the old one, whoever owns that: whole at every moment, and never to be half a key."""
    made = place.with_suffix(".new")
    made.unlink(missing_ok=True)
    made.touch(mode=0o600)
    made.write_bytes(source.read_bytes())
    made.replace(place)
