"""The demo itself; `manage.py demo` prepares the machine and then becomes this."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from derbyvoice.bootstrap.stamps import fingerprint, is_stamped, write_stamp
from derbyvoice.office import clock
from derbyvoice.office.links import link_to
from derbyvoice.users.roles import ROLES
from derbyvoice.vault.files import make_missing
from derbyvoice.vault.keys import PURPOSES

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Serve the whole product from one process; started by manage.py demo."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-seed", action="store_true")

    def handle(self, *args: Any, port: int, no_seed: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This runs in the demo mode only: start it with python3 manage.py demo.")
        make_missing(settings.KEYS_DIR, list(PURPOSES), day=clock.today())
        self.collect_static()
        fresh = self.migrate()
        if not no_seed:
            self.seed(fresh=fresh)
        self.serve(port)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def collect_static(self) -> None:
        stamp, value = settings.STATIC_ROOT / ".stamp", fingerprint(static_sources())
        if is_stamped(stamp, value):
            return
        self.say("Collecting styles, scripts and pictures")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        write_stamp(stamp, value)

    def migrate(self) -> bool:
        """Bring the database up to date; whether there was anything to do."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        self.say("Making the database")
        call_command("migrate", interactive=False, verbosity=0)
        return True

    def seed(self, *, fresh: bool) -> None:
        """Load the invented people and records unless this database has these very ones."""
        stamp, value = settings.DATA_DIR / "demo.stamp", fingerprint(demo_sources())
        if not fresh and is_stamped(stamp, value):
            return
        self.say("Loading invented people and records")
        call_command("load_demo", verbosity=0)
        write_stamp(stamp, value)

    def serve(self, port: int) -> None:
        from derbyvoice.celery import app as queue
        from derbyvoice.one_process import OneProcess
        from derbyvoice.wsgi import application

        try:
            process = OneProcess(application, queue, host=HOST, port=port)
        except OSError:
            self.stderr.write(f"Port {port} is taken: stop what uses it, or choose another with --port.")
            sys.exit(2)
        process.run(when_ready=lambda: self.say(welcome()))
        self.say("Ended. Everything is kept: start it again to go on.")


def static_sources() -> list[Path]:
    folders = [settings.BASE_DIR / "static" / "build", settings.BASE_DIR / "static" / "media"]
    rooms = [settings.BASE_DIR / room.replace(".", "/") / "static" for room in settings.ALL_ROOMS]
    return [path for path in (*folders, *rooms, settings.BASE_DIR / "requirements/runtime.txt") if path.exists()]


def demo_sources() -> list[Path]:
    rooms = [settings.BASE_DIR / room.replace(".", "/") for room in settings.ALL_ROOMS]
    return [room / "demo.py" for room in rooms if (room / "demo.py").exists()]


def welcome() -> str:
    links = [f"  {role.name:<22}{link_to('public', 'demo_sign_in', role.key)}" for role in ROLES.values()]
    lines = [
        "",
        f"Ready: {settings.PUBLIC_URL}",
        "",
        "Sign in as (each page has one button):",
        *links,
        "",
        f"All of them on one page:     {link_to('public', 'demo_people')}",
        f"Every message that was sent: {link_to('public', 'demo_mailbox')}",
        "",
        "The people and records are invented. Ctrl-C ends it.",
    ]
    return "\n".join(lines)
