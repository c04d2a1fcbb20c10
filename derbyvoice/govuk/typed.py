"""What a person had typed when something went wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

SECRET = re.compile(r"csrf|passw|token|secret|return_?words|(^|_)(code|otp|pin|key)$", re.IGNORECASE)
LONG = 30
UNREADABLE = (
    RequestDataTooBig,
    TooManyFieldsSent,
    SuspiciousOperation,
    UnreadablePostError,
    MultiPartParserError,
    OSError,
)


@dataclass(frozen=True)
class Typed:
    """One value of a form. Text is shown so that it can be copied; a tick or a choice is only carried along."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return len(self.value) > LONG or any(mark.isspace() for mark in self.value.strip())

    @property
    def in_a_box(self) -> str:
        """Browsers drop the first line break of a textarea."""
        return f"\n{self.value}"

    @property
    def rows(self) -> int:
        return min(20, max(3, len(self.value) // 60 + self.value.count("\n") + 1))


def typed(request: HttpRequest) -> list[Typed]:
    """Everything posted but secrets. Nothing if the request cannot be read."""
    try:
        return list(fields(request))
    except UNREADABLE:
        return []


def fields(request: HttpRequest) -> Iterator[Typed]:
    for name, values in request.POST.lists():
        if not SECRET.search(name):
            yield from (Typed(name, value) for value in values if value)


def came_from_here(request: HttpRequest) -> bool:
    """False when the browser says that another site sent this form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return not sender or host_in(sender) == request.get_host()


def host_in(address: str) -> str:
    """The host that a browser names as where it came from; nothing for what is no address, such as `http://[x/`."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
