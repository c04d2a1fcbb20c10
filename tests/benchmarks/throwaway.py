"""A database of a benchmark's own, on the server of DATABASE_URL or on one that lives as long as the benchmark."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Django is set up in the test mode with this database, migrated and empty; it is dropped afterwards. Nothing that
    stands on the server is touched."""
    from derbyvoice.bootstrap.servers import postgres

    with postgres() as server:
        if server is None:
            raise SystemExit("There is no PostgreSQL to measure on.")
        mine = f"{name}_{os.getpid()}"
        on_server(server, f"CREATE DATABASE {mine}")
        try:
            set_up(server.rsplit("/", 1)[0] + "/" + mine)
            yield
        finally:
            from django.db import connection

            connection.close()
            on_server(server, f"DROP DATABASE IF EXISTS {mine}")


def set_up(address: str) -> None:
    os.environ["MODE"], os.environ["DATABASE_URL"] = "test", address
    os.environ["DJANGO_SETTINGS_MODULE"] = "derbyvoice.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def on_server(address: str, statement: str) -> None:
    import psycopg2

    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(statement)
    server.close()
