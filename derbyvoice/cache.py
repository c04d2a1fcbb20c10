"""A cache that may go away: a lost Redis is a miss, never an error page.

After a failure it is left alone for some seconds, so that a page which asks ten times waits once."""

import logging
from time import monotonic
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisIsAway
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
LEFT_ALONE_SECONDS = 5


class TolerantRedisCache(RedisCache):
    """Django's Redis cache with short time limits; while Redis is away every read is a miss."""

    _left_alone_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", 0.5)
        options.setdefault("socket_timeout", 0.5)
        super().__init__(server, params)

    def _try(self, verb: str, missing: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return self._ask(verb, *args, **kwargs)
        except RedisError:
            return missing

    def _ask(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        """Ask Redis, unless it failed a moment ago. Raises `RedisError`."""
        if monotonic() < self._left_alone_until:
            raise RedisIsAway
        try:
            return getattr(super(), verb)(*args, **kwargs)
        except RedisError as error:
            type(self)._left_alone_until = monotonic() + LEFT_ALONE_SECONDS
            log.warning("cache is away", extra={"verb": verb, "error": type(error).__name__})
            raise

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """The one call that raises when Redis is away: whoever counts must then count elsewhere."""
        return self._ask("incr", *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._try("get", default, key, default, version)

    def get_many(self, keys, version=None):
        return self._try("get_many", {}, keys, version)

    def set(self, *args, **kwargs):
        return self._try("set", None, *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._try("set_many", [], *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._try("add", True, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._try("touch", False, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._try("delete", False, *args, **kwargs)

    def has_key(self, key, version=None):
        return self._try("has_key", False, key, version)
