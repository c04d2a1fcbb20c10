"""Ground that every test stands on: keys of its own, an empty cache, and tables that only grow emptied after use."""

from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.sqlite3 import base as sqlite
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from derbyvoice.bootstrap.suite import find_chromium
from derbyvoice.office import clock
from derbyvoice.office.context import forget_office

# how fast values are made says how busy the machine is, and nothing about the code
hypothesis_settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("busy")


def pytest_collection_modifyitems(items):
    """Tests that need what this run does not have are skipped; `manage.py test` says so once and in words."""
    database, redis = settings.DATABASES["default"]["ENGINE"], settings.REDIS_URL
    there = {"postgres": "postgresql" in database, "redis": bool(redis), "browser": bool(find_chromium())}
    for item in items:
        for marker, present in there.items():
            if not present and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"needs {marker}"))


@pytest.fixture(scope="session", autouse=True)
def keys():
    """Key pairs for every purpose, made for this run."""
    from derbyvoice.vault.files import make_missing
    from derbyvoice.vault.keys import PURPOSES

    make_missing(settings.KEYS_DIR, list(PURPOSES), day=date(2026, 1, 1))


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
