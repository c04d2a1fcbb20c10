"""“I am not safe now”: help at once. Nothing is written down."""

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from derbyvoice.govuk.languages import ASKED, in_their_language
from derbyvoice.govuk.typed import host_in
from derbyvoice.users.access import anyone


@anyone("GET")
@in_their_language
def now(request: HttpRequest) -> HttpResponse:
    """What to do now, and the way back to where one was. It looks the same for everybody."""
    return render(request, "safeguarding/now.html", {"back": where_from(request)})


def where_from(request: HttpRequest) -> str:
    """The public page of ours that was left for this one, as the browser tells it; else the front page."""
    named = request.headers.get("Referer", "")
    came = urlsplit(named if host_in(named) else "")
    if came.netloc != request.get_host() or came.path == request.path:
        return reverse("home")
    try:
        view = resolve(came.path, urlconf=getattr(request, "urlconf", None)).func
    except Resolver404:
        return reverse("home")
    readable = getattr(view, "opened_to", "") == "anyone" and "GET" in getattr(view, "methods_named", ())
    return came.path + spoken_there(came.query) if readable else reverse("home")


def spoken_there(query: str) -> str:
    """The language that the page we came from was asked for in; nothing else of its address."""
    key = parse_qs(query).get(ASKED, [""])[0]
    return f"?{ASKED}={key}" if key.isascii() and key.isalpha() and len(key) <= 12 else ""
