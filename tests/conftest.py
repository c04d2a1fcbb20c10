"""Ground that every test stands on: keys of its own, an empty cache, and tables that only grow emptied after use."""

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from derbyvoice.bootstrap.suite import TABLES, TEMPLATE, find_chromium
from derbyvoice.lib import keys as keys_of_people
from derbyvoice.office import clock
from derbyvoice.office.context import forget_office
from surveys.insight.subjects import arrival_subjects, closed_subjects
from surveys.insight.views.standing import kept as drawn_for_a_stand
from surveys.questionnaires.models import definition_of
from surveys.responses.pages import agree_drawn, check_drawn, drawn

KEPT_BY_ID = (definition_of, closed_subjects, arrival_subjects, drawn, agree_drawn, check_drawn, drawn_for_a_stand)
"""What a process remembers of rows that never change; after a test their ids come back for other rows."""
WITH_ROWS = {"db", "transactional_db", "live_server"}
# how fast values are made says how busy the machine is, and nothing about the code
hypothesis_settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("busy")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests that need what this run does not have are skipped; `manage.py test` says so once and in words.

    Each that has a database is marked so: only these can differ on another one. What takes long comes first."""
    database, redis = settings.DATABASES["default"]["ENGINE"], settings.REDIS_URL
    there = {"postgres": "postgresql" in database, "redis": bool(redis), "browser": bool(find_chromium())}
    for item in items:
        if WITH_ROWS & set(item.fixturenames) and not item.get_closest_marker("django_db"):
            item.add_marker("django_db")
        for marker, present in there.items():
            if not present and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"needs {marker}"))
    items.sort(key=lambda item: not any(item.get_closest_marker(marker) for marker in ("long", "walks")))


@pytest.fixture(scope="session", autouse=True)
def keys():
    """Key pairs for every purpose, made for this run."""
    from derbyvoice.vault.files import make_missing
    from derbyvoice.vault.keys import PURPOSES

    make_missing(settings.KEYS_DIR, list(PURPOSES), day=date(2026, 1, 1))


@pytest.fixture(scope="session", autouse=True)
def guesses_cost_little():
    """Return words and codes are worked out as in life, but at once: they are in hundreds of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys_of_people, "ARGON2ID_PASSES", 1)
        patch.setattr(keys_of_people, "ARGON2ID_MEMORY", 8192)
        yield


@pytest.fixture(autouse=True)
def forced_sign_ins_are_whole(monkeypatch):
    """`client.force_login(user)` gives a sign-in with its second factor shown, as the real way in does."""
    from derbyvoice.users.models import SignIn
    from derbyvoice.users.sign_in import hashed

    plain = Client.force_login

    def force_login(self, user, backend=None):
        plain(self, user, backend)
        SignIn.objects.create(
            user=user,
            key_hash=hashed(self.session.session_key),
            device="Test browser",
            second_factor="totp",
            started_at=clock.now(),
            last_seen_at=clock.now(),
        )

    monkeypatch.setattr(Client, "force_login", force_login)


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    """The office is read anew by each test, and not again because a minute ends in the midst of it."""
    monkeypatch.setattr("derbyvoice.office.context.SECONDS_KEPT", 1_000_000_000)
    cache.clear()
    forget_office()
    for remembered in KEPT_BY_ID:
        remembered.cache_clear()


@pytest.fixture(scope="session")
def tables_that_are_there():
    """A new database begins with the tables that were migrated for all runs, if there are any."""
    plain, kept, opened = DatabaseCreation._create_test_db, Path(os.environ.get(TABLES) or "/nowhere"), []

    def begin(self, *args, **options):
        name = plain(self, *args, **options)
        opened.append(sqlite3.connect(name, uri=True))  # a database in memory lasts as long as somebody holds it
        with closing(sqlite3.connect(kept)) as source:
            source.backup(opened[-1])
        return name

    if kept.exists():
        DatabaseCreation._create_test_db = begin
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(TEMPLATE) or None
    yield
    DatabaseCreation._create_test_db = plain
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def django_db_setup(tables_that_are_there, django_db_setup):
    """The tables of pytest-django, begun with those that are there."""


def copy_tables(path):
    with closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)


@pytest.fixture(scope="session")
def with_tables(django_db_setup, django_db_blocker):
    """`with_tables(path)`: a SQLite file with the tables of this run, for a process that a test starts.

    Made by copying, since migrations take half a minute; on another database there is no copy, and it makes its own."""

    def copied(path):
        if connection.vendor == "sqlite":
            with django_db_blocker.unblock():
                copy_tables(path)

    return copied


@pytest.fixture(scope="session", autouse=True)
def flush_may_empty_tables_that_only_grow():
    """SQLite empties tables by DELETE, which their triggers refuse; a test's end lifts them and sets them again."""
    plain = sqlite.DatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                plain(self, sql_list)
            finally:
                for _, statement, _ in triggers:
                    cursor.execute(statement)

    sqlite.DatabaseOperations.execute_sql_flush = flush
    yield
    sqlite.DatabaseOperations.execute_sql_flush = plain
