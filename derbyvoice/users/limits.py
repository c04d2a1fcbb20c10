"""How often something may be done. Counted in the shared cache; while that is away, in this process.

Keys are hashed before they leave: the cache never holds an address or a person's e-mail."""

import hashlib
import time
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest

_here = LocMemCache("limits-while-the-cache-is-away", {})
EVERYBODY = "everybody"


def allow(kind: str, key: str, *, most: int, seconds: int) -> bool:
    """True for the first `most` calls with this kind and key in any `seconds`. Counts this call. Never raises.

    The window slides: the part of the window before that still lies within `seconds` counts too."""
    try:
        return _count(cache, kind, key, seconds) <= most
    except Exception:  # noqa: BLE001 - whatever the cache's fault, people are still counted, by this process alone
        return _count(_here, kind, key, seconds) <= most


def allow_everybody(kind: str, *, most: int, seconds: int) -> bool:
    """The same for all callers together: when false, the page asks people to try again a little later."""
    return allow(kind, EVERYBODY, most=most, seconds=seconds)


def _count(store: Any, kind: str, key: str, seconds: int) -> float:
    """Calls in the last `seconds`, this one included."""
    window, into = divmod(time.time(), seconds)
    earlier = store.get(_name(kind, key, window - 1), 0) * (1 - into / seconds)
    return float(earlier + _one_more(store, _name(kind, key, window), seconds * 2))


def _one_more(store: Any, name: str, lifetime: int) -> int:
    if store.add(name, 0, lifetime):
        return int(store.incr(name))
    try:
        return int(store.incr(name))
    except ValueError:  # it ran out between the two lines
        store.set(name, 1, lifetime)
        return 1


def _name(kind: str, key: str, window: float) -> str:
    return "limit:" + hashlib.sha256(f"{kind}\0{key}\0{int(window)}".encode(errors="replace")).hexdigest()


def caller(request: HttpRequest) -> str:
    """The network address that asks, for use as a key. A forwarded one counts only behind our own proxy."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return line_of(forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", ""))


def line_of(address: str) -> str:
    """The one line behind an address. In IPv6 a phone or a house has 2 to the 64 addresses to choose from, so all that
    begin alike count as one; an IPv4 address that is written as IPv6 counts as what it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
