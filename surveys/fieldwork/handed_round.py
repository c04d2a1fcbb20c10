"""What a device remembers while somebody answers on it: a cookie that says which device it is and who sits at it.

It holds the link's code, which stands in the device's address anyway, and nothing about the person. It ends with the
browser's visit, with the exit, and when the next person begins."""

from dataclasses import dataclass
from typing import Any, Final, Self

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from surveys.fieldwork.actions.devices import count_sent
from surveys.responses.browser import COOKIE as BROWSER
from surveys.responses.channels import Door
from surveys.responses.choices import Channel

COOKIE: Final = f"{settings.COOKIE_PREFIX}i"
SALT: Final = "handed round"


@dataclass(frozen=True)
class Sitting:
    """One person at one device."""

    device: int
    token: str
    who: str
    slug: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """What this browser's cookie says; None on other people's browsers and for what we did not write."""
        try:
            parts: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
            return cls(int(parts["d"]), str(parts["t"]), str(parts["w"]), str(parts["s"]))
        except (signing.BadSignature, KeyError, TypeError, ValueError):
            return None

    def put(self, response: HttpResponse) -> None:
        parts = {"d": self.device, "t": self.token, "w": self.who, "s": self.slug}
        value = signing.dumps(parts, salt=SALT)
        response.set_cookie(COOKIE, value, secure=settings.COOKIES_SECURE, httponly=True, samesite="Lax")


def forget(response: HttpResponse) -> HttpResponse:
    """This device knows nothing of the person before: neither their draft nor their receipt can be opened any more."""
    for name in (COOKIE, BROWSER):
        response.delete_cookie(name, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def door_of(request: HttpRequest, slug: str) -> Door | None:
    """For the pages of a survey: on a device it is an interview, and goes on at the device's page."""
    sitting = Sitting.of(request)
    if sitting is None or sitting.slug != slug:
        return None
    return Door(
        Channel.INTERVIEW,
        after=reverse("fieldwork_device_done"),
        sent=lambda: count_sent(device_id=sitting.device, sitting=sitting.who),
    )
