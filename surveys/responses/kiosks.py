"""A screen in a waiting room, as the browser on it knows it: a cookie with the code of its link.

While that cookie is there, every page wipes itself when nobody touches the screen: with script after a visible warning,
without it by the browser's own refresh. The code opens nothing; it only says through which screen answers came."""

import re
import secrets
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html

from derbyvoice.office import clock
from derbyvoice.vault.sealing import lookup
from surveys.responses.browser import COOKIE as PERSON_COOKIE
from surveys.responses.channels import Door
from surveys.responses.choices import Channel
from surveys.responses.models import Kiosk

COOKIE: Final = f"{settings.COOKIE_PREFIX}k"
CHANGED: Final = f"{settings.COOKIE_PREFIX}v"
CODE: Final = re.compile(r"([0-9a-f]{32}|[A-Za-z0-9_-]{22})\Z")
"""The second form is that of links made before; each lasts a week from when it was made."""
IDLE_SECONDS: Final = 60
SPOKEN: Final = re.compile(rb'<html lang="([A-Za-z-]{2,5})"')
EXIT_TO: Final = re.compile(rb'data-exit="[^"]*"')
FORGET: Final = '"cache", "storage"'
"""Cookies are named one by one: that of the screen stays."""
WRITING_SECONDS: Final = 300
"""Without script nobody can tell typing from leaving, so a page to write on stays longer."""


def finder_of(code: str) -> str:
    return lookup("kiosk", code)


def code_of(request: HttpRequest) -> str:
    """The code in this browser's cookie; empty if this is no screen in a waiting room."""
    code = request.COOKIES.get(COOKIE, "")
    return code if CODE.match(code) else ""


def kiosk_with(code: str) -> Kiosk | None:
    """The screen whose link has this code, while it works."""
    return Kiosk.objects.on(clock.now()).select_related("survey").filter(finder=finder_of(code)).first()


def door_of(request: HttpRequest, slug: str) -> Door | None:
    """This screen as a door to a survey. One that ended while somebody wrote on it is still that screen."""
    code = code_of(request)
    known = bool(code) and Kiosk.objects.filter(finder=finder_of(code)).exists()
    return Door(Channel.KIOSK) if known else None


def put(answer: HttpResponse, code: str) -> None:
    answer.set_cookie(COOKIE, code, secure=settings.COOKIES_SECURE, httponly=True, samesite="Lax")


def clean(answer: HttpResponse) -> None:
    """Nothing of the person before: their key goes, and a changed cookie keeps Back from showing their pages."""
    answer.delete_cookie(PERSON_COOKIE, samesite="Lax")
    facts = {"secure": settings.COOKIES_SECURE, "httponly": True, "samesite": "Lax"}
    answer.set_cookie(CHANGED, secrets.token_urlsafe(12), max_age=300, **facts)
    answer.headers["Clear-Site-Data"] = FORGET


def stay_a_screen(answer: HttpResponse) -> None:
    """Left by the exit, it forgets the person and begins anew. It is no phone of theirs: without its cookie the next
    person's pages would not wipe themselves, and a neutral site would lead out of the survey."""
    answer.cookies.pop(COOKIE, None)
    answer.headers["Clear-Site-Data"] = FORGET
    if answer.has_header("Location"):
        answer.headers["Location"] = reverse("responses_wipe")


class WipesItself:
    """Middleware: on such a screen every page says after how long, and where to, it goes by itself; its exit leads to
    the screen's first page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not code_of(request):
            return response
        html = response.get("Content-Type", "").startswith("text/html")
        if request.method == "POST" and request.path == reverse("leave"):
            stay_a_screen(response)
        elif html and not response.streaming:
            response.content = with_wiping(response.content)
        return response


def with_wiping(page: bytes) -> bytes:
    without_script = WRITING_SECONDS if b"<textarea" in page else IDLE_SECONDS
    tags = format_html(
        '<meta name="wipe" content="{} {}" data-stay="{}" data-told="{}"><script src="{}" defer></script>'
        '<noscript><meta http-equiv="refresh" content="{};url={}"></noscript>',
        IDLE_SECONDS,
        wiping := reverse("responses_wipe"),
        *words_before_wiping(page),
        static("build/kiosk.js"),
        without_script,
        wiping,
    )
    page = EXIT_TO.sub(f'data-exit="{wiping}"'.encode(), page, count=1)
    return page.replace(b"</head>", tags.encode() + b"</head>", 1)


def words_before_wiping(page: bytes) -> tuple[str, str]:
    """What the warning says, in the language of the page."""
    spoken = SPOKEN.search(page)
    with translation.override(spoken[1].decode().lower() if spoken else None):
        return (
            translation.gettext("I am still here"),
            translation.gettext("Are you still here? This page will be cleared in {seconds} seconds."),
        )
