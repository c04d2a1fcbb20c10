"""How often something may be done."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisIsAway

from derbyvoice.users import limits
from derbyvoice.users.limits import allow, allow_everybody, caller
from services.witness_care.models import PrivateSpace

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def calls(count, **fields):
    return [allow("code", "a@staff.example", most=3, seconds=60, **fields) for _ in range(count)]


def test_the_first_few_are_allowed_and_the_rest_are_not():
    with time_machine.travel(NOON, tick=False):
        assert calls(5) == [True, True, True, False, False]


def test_another_person_is_not_held_back():
    with time_machine.travel(NOON, tick=False):
        calls(5)
        assert allow("code", "b@staff.example", most=3, seconds=60)
        assert allow("other", "a@staff.example", most=3, seconds=60)


def test_the_window_slides():
    with time_machine.travel(NOON, tick=False) as clock:
        calls(3)
        clock.shift(61)
        assert not allow("code", "a@staff.example", most=3, seconds=60)
        clock.shift(90)
        assert allow("code", "a@staff.example", most=3, seconds=60)


def test_everybody_together_is_counted_too():
    with time_machine.travel(NOON, tick=False):
        assert [allow_everybody("code", most=1, seconds=60) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("verb", ["get", "add", "incr"])
def test_while_the_cache_is_away_this_process_counts(monkeypatch, verb):
    def away(*args, **kwargs):
        raise RedisIsAway

    limits._here.clear()
    monkeypatch.setattr(cache, verb, away)
    with time_machine.travel(NOON, tick=False):
        assert calls(4) == [True, True, True, False]


def test_the_cache_never_holds_the_key_itself():
    assert "a@staff" not in limits._name("code", "a@staff.example", 1)


def test_any_text_can_be_a_key():
    assert allow("code", "\ud800\x00 ü" * 1000, most=1, seconds=60)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2a00:23c7:1:2::5", "2a00:23c7:1:2:abcd::9", True),
        ("2a00:23c7:1:2::5", "2a00:23c7:1:3::5", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("192.0.2.7", "192.0.2.8", False),
        ("no address", "no other", False),
    ],
)
def test_a_line_is_counted_whichever_of_its_addresses_it_uses(rf, one, other, same):
    asked = [caller(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert (asked[0] == asked[1]) is same


def test_behind_the_proxy_too(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    asked = [
        caller(rf.get("/", headers={"X-Forwarded-For": f"192.0.2.1, {address}"}))
        for address in ("2a00:23c7:1:2::5", "2a00:23c7:1:2::6")
    ]
    assert asked[0] == asked[1] == "2a00:23c7:1:2::/64"


@pytest.mark.parametrize(
    ("module", "asks"),
    [
        ("surveys.responses.views.way", lambda module, request: module.within_limits(request, "begin", most=60)),
        ("surveys.responses.views.back", lambda module, request: module.may_try(request)),
        ("surveys.panel.views.joining", lambda module, request: module.may_send(request, "robin@example.org")),
        ("scrutiny.questions.views", lambda module, request: module.may_ask(request)),
        ("services.witness_care.views.private", lambda module, request: module.may_try(request, PrivateSpace(pk=1))),
    ],
)
def test_who_is_refused_alone_never_counts_for_everybody(rf, monkeypatch, module, asks):
    """Else one address could shut a public page on all others."""
    page, counted = import_module(module), []
    monkeypatch.setattr(page, "allow", lambda *args, **kwargs: False)
    monkeypatch.setattr(page, "allow_everybody", lambda *args, **kwargs: counted.append(args) or True)
    assert not asks(page, rf.post("/"))
    assert counted == []
