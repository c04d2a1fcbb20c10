"""Through which door somebody came to a survey's pages. A room above that opens doors of its own registers them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from surveys.responses.choices import Channel


@dataclass(frozen=True)
class Door:
    """How answers reach us; the address at which it goes on when they are sent; what is done then. Sending twice calls
    `sent` twice."""

    channel: Channel = Channel.WEB
    after: str = ""
    sent: Callable[[], None] = lambda: None


Finder = Callable[[HttpRequest, str], Door | None]
_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Called from a room's AppConfig.ready(). `finder` is given the request and the survey's address."""
    _finders[name] = finder


def door_of(request: HttpRequest, slug: str) -> Door:
    """The door of this request: the first that knows it, else the web."""
    return next((door for finder in _finders.values() if (door := finder(request, slug))), Door())
