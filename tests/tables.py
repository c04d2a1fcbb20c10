"""The tables of every test, migrated once on each database and copied from then on.

    python -m tests.tables make NAME [--dump FILE]
    python -m tests.tables drop NAME

The database is the one of DATABASE_URL: on SQLite NAME is a file, on PostgreSQL a database beside the one named."""

import argparse
import os
import subprocess
from pathlib import Path

import django
from django.db import connection


def make(name: str, dump: str | None) -> None:
    """The tables with what migrations put into them, and, for servers that a drill starts, a dump of the same."""
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if dump:
        write_dump(dump)


def write_dump(path: str) -> None:
    """Left out where there is no program for it, or one older than the server: then a drill migrates by itself."""
    from derbyvoice.bootstrap.servers import find_postgres

    program, told = find_postgres("pg_dump"), connection.get_connection_params()
    if program:
        where = ["-h", told["host"], "-p", str(told["port"]), "-U", told["user"], "-f", path, told["dbname"]]
        whole_or_none([program, *where], path)


def whole_or_none(command: list[str], path: str) -> None:
    """A dump that broke off is taken away; many a program that fails has not begun one."""
    if subprocess.run(command, capture_output=True, check=False).returncode:
        Path(path).unlink(missing_ok=True)


def drop(name: str) -> None:
    connection.settings_dict["NAME"] = name
    connection.creation.destroy_test_db(verbosity=0)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("verb", choices=["make", "drop"])
    options.add_argument("name")
    options.add_argument("--dump")
    told = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derbyvoice.settings")
    django.setup()
    make(told.name, told.dump) if told.verb == "make" else drop(told.name)


if __name__ == "__main__":
    main()
