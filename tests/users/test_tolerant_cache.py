"""Redis may go away: pages go on, limits are still counted, and nobody waits twice."""

import time

import pytest
from redis.exceptions import ConnectionError as RedisIsAway
from redis.exceptions import TimeoutError as RedisIsSlow

from derbyvoice import cache as cache_module
from derbyvoice.cache import TolerantRedisCache
from derbyvoice.users import limits


@pytest.fixture
def nobody_there(monkeypatch):
    monkeypatch.setattr(TolerantRedisCache, "_left_alone_until", 0.0)
    limits._here.clear()
    return TolerantRedisCache("redis://127.0.0.1:1/0", {})


def test_what_cannot_be_read_is_a_miss(nobody_there):
    nobody_there.set("name", "value")
    assert nobody_there.get("name", "nothing") == "nothing"
    assert nobody_there.get_many(["name"]) == {}
    assert nobody_there.delete("name") is False


def test_counting_says_that_it_cannot(nobody_there):
    with pytest.raises(RedisIsAway):
        nobody_there.incr("name")


def test_limits_hold_while_redis_is_away(nobody_there, monkeypatch):
    monkeypatch.setattr(limits, "cache", nobody_there)
    assert [limits.allow("code", "a", most=2, seconds=600) for _ in range(3)] == [True, True, False]


def test_a_silent_redis_is_waited_for_once(nobody_there, monkeypatch):
    def silent(*args, **kwargs):
        time.sleep(0.1)
        raise RedisIsSlow

    monkeypatch.setattr(nobody_there._cache, "get", silent)
    started = time.perf_counter()
    for _ in range(20):
        nobody_there.get("name")
    assert time.perf_counter() - started < 1.5


def test_it_is_asked_again_after_a_while(nobody_there, monkeypatch):
    monkeypatch.setattr(cache_module, "LEFT_ALONE_SECONDS", 0)
    nobody_there.get("name")
    monkeypatch.setattr(nobody_there._cache, "get", lambda *args: "back")
    assert nobody_there.get("name") == "back"
