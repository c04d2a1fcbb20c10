"""Each door serves its own addresses and no other's; the demonstration's pages exist in the demo only."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import Error
from django.urls import get_resolver

from derbyvoice import checks
from derbyvoice.doors import addresses_for

SHOW = """
import django, json, sys; django.setup()
from derbyvoice.urls import urlpatterns
print(json.dumps([str(address.pattern) for address in urlpatterns]))
"""
ALWAYS = {"healthz", "readyz", "leave/", "staying-private/"}


def served(**environment):
    """The addresses that a process with this environment serves."""
    told = {"PATH": os.defpath, "DJANGO_SETTINGS_MODULE": "derbyvoice.settings", "DATA_DIR": os.environ["DATA_DIR"]}
    ended = subprocess.run([sys.executable, "-c", SHOW], cwd=settings.BASE_DIR, env={**told, **environment},
                           capture_output=True, text=True, timeout=60)  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return set(json.loads(ended.stdout))


@pytest.mark.parametrize("door", ["public", "staff", "api"])
def test_a_door_serves_its_own_addresses_only(door):
    own = {str(address.pattern) for address in addresses_for(frozenset({door}))}
    assert served(MODE="test", DOORS=door) == own | ALWAYS


def test_no_address_is_behind_two_doors():
    doors = [{str(address.pattern) for address in addresses_for(frozenset({door}))} for door in ("public", "staff")]
    doors.append({str(address.pattern) for address in addresses_for(frozenset({"api"}))})
    assert not doors[0] & doors[1]
    assert not doors[0] & doors[2]
    assert not doors[1] & doors[2]


def test_the_public_door_has_no_desk_and_no_admin():
    public = served(MODE="test", DOORS="public")
    assert not [address for address in public if address.startswith(("desk", "admin", "sign-in", "api"))]


def test_the_demonstration_exists_in_the_demo_only():
    pages = {"demo/", "demo/sign-in/<slug:key>/", "demo/mailbox/"}
    assert pages <= served(MODE="demo")
    assert not pages & served(MODE="test")
    production = {"SECRET_KEY": "x" * 50, "PUBLIC_URL": "https://voice.example.org"}
    assert not pages & served(MODE="production", **production)


def test_a_check_refuses_demonstration_pages_outside_the_demo(monkeypatch):
    assert checks.demonstration_pages() == []
    monkeypatch.setattr("derbyvoice.every_door.demo_addresses", lambda: ["demo/"])
    assert [(type(found), found.id) for found in checks.demonstration_pages()] == [(Error, "voice.E001")]


def test_a_check_refuses_a_demo_that_other_machines_reach(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["voice.example.org"]
    assert [found.id for found in checks.demonstration_pages()] == ["voice.E002"]


def test_every_address_has_a_name():
    nameless = [
        str(address.pattern)
        for address in get_resolver(settings.EVERY_DOOR_URLCONF).url_patterns
        if not hasattr(address, "url_patterns") and not address.name
    ]
    assert nameless == []
