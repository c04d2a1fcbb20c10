from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault import keys as vault_keys
from services.cases.models import Case
from services.witness_care import actions
from services.witness_care.models import PrivateSpace
from tests.factories import make
from tests.factories.witness_care import opened_space

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class Person:
    """Somebody with a private page in use: their page, their five words, their link, their browser."""

    space: PrivateSpace
    words: str
    token: str
    browser: Client

    @property
    def door(self):
        return reverse("witness_care_door", args=[self.token])

    def come_back(self):
        return self.browser.post(self.door, {"return_words": self.words})

    def post(self, name, **facts):
        return self.browser.post(reverse(name), facts)

    def page(self):
        return self.browser.get(reverse("witness_care_home")).content.decode()


@pytest.fixture
def now(time_machine):
    """The first of June 2026, a Monday, one in the afternoon in London."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def rules(db):
    actions.load_standard_rules(by=make(User))


@pytest.fixture
def person(db, now, rules):
    space, words, token = opened_space(now=NOW)
    made = Person(space, str(words), token, Client())
    made.come_back()
    return made


@pytest.fixture
def worker(db):
    return make(User, role=roles.WITNESS_CARE)


@pytest.fixture
def team(worker):
    """The browser of a Witness Care worker."""
    browser = Client()
    browser.force_login(worker)
    return browser


@pytest.fixture
def offer(db, now, rules):
    return actions.offer_space(make(Case), by=make(User), now=NOW)


@pytest.fixture
def without_private_keys(settings, tmp_path):
    """From here on this process is a public one: it was given no private key."""

    def take_away():
        folder = tmp_path / "public-keys"
        folder.mkdir()
        for path in settings.KEYS_DIR.iterdir():
            if path.suffix == ".pub" or path.name == "lookup.key":
                (folder / path.name).write_bytes(path.read_bytes())
        settings.KEYS_DIR = folder
        vault_keys.forget_keys()

    yield take_away
    vault_keys.forget_keys()
