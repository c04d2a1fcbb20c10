"""The secret that only a person's browser holds: a cookie with a neutral name that ends with the browser's visit.

With it the browser finds its draft and opens it; the database alone can do neither."""

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from typing import Final, Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.vault.sealing import lookup

COOKIE: Final = f"{settings.COOKIE_PREFIX}d"
SECRET_BYTES: Final = 32
BACK: Final = "back"
"""Where a receipt lies that was opened with return words; no survey has this address."""


@dataclass(frozen=True)
class BrowserKey:
    """32 random bytes. Never stored by us."""

    raw: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        return cls(secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """The key in this request's cookie; None if there is none or it is not ours."""
        try:
            raw = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, "").encode())
        except (binascii.Error, ValueError):
            return None
        return cls(raw) if len(raw) == SECRET_BYTES else None

    @property
    def person(self) -> PersonKey:
        return PersonKey(self.raw)

    def token(self, place: str) -> str:
        """By what this browser's row for a survey (or for coming back) is found."""
        return lookup("browser", f"{place}:{self.raw.hex()}")

    def put(self, response: HttpResponse) -> None:
        """Give the key to the browser until its visit ends."""
        response.set_cookie(
            COOKIE,
            base64.urlsafe_b64encode(self.raw).decode(),
            secure=settings.COOKIES_SECURE,
            httponly=True,
            samesite="Lax",
        )
