"""Leaving, staying private, and the pages that say what went wrong."""

import secrets
import sys
from http.cookies import CookieError

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from derbyvoice.govuk.languages import in_their_language
from derbyvoice.govuk.problems import giving_back, problem
from derbyvoice.govuk.typed import came_from_here

CLEAR = '"cache", "cookies", "storage"'
CHANGED_FOR_SECONDS = 300


@login_not_required
@csrf_exempt  # leaving must work on a cached page and after the cookies are gone; nobody is hurt by leaving
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the sign-in, forget every cookie, go to a neutral site.

    The new value of `v` is what keeps a browser from bringing earlier pages back: it may only do that while no
    cookie that scripts cannot see has changed. The script has already gone to the neutral site when it tells us,
    so it wants no redirect.
    """
    end_sign_in(request)
    quiet = request.POST.get("quiet") == "1"
    response = HttpResponse(status=204) if quiet else HttpResponseRedirect(settings.NEUTRAL_SITE)
    if not quiet:
        response.status_code = 303
    forget_cookies(request, response)
    response.headers["Clear-Site-Data"] = CLEAR
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


leave.methods_named = frozenset({"POST"})  # type: ignore[attr-defined]  # for the middleware that refuses the rest


def end_sign_in(request: HttpRequest) -> None:
    """Ends the person's sign-in, if the ground above found one, and forgets the browser's row.

    A database that is away must not keep anybody here: then the cookie goes and the rows stay."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return
    try:
        if end := getattr(request, "end_sign_in", None):
            end()
        request.session.flush()
    except DatabaseError:
        request.session = type(request.session)()


def forget_cookies(request: HttpRequest, response: HttpResponse) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    changed = "__Host-v" if secure else "v"
    for name in request.COOKIES:
        if name != changed:
            forget(name, response)
    response.set_cookie(
        changed,
        secrets.token_urlsafe(12),
        max_age=CHANGED_FOR_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def forget(name: str, response: HttpResponse) -> None:
    try:
        response.delete_cookie(name, samesite="Lax")
    except CookieError:
        return  # not a name a browser keeps


@login_not_required
@require_safe
@in_their_language
def staying_private(request: HttpRequest) -> HttpResponse:
    """What the exit does, and honestly what it cannot hide."""
    return render(request, "staying_private.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 405)


def too_many(request: HttpRequest, exception: Exception | None = None, wait: int = 60) -> HttpResponse:
    """Too many tries. Says when to come back, and gives the text back."""
    response = giving_back(request, 429, minutes=-(-wait // 60))
    response.headers["Retry-After"] = str(wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort. A database that went away outside a view arrives here too."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_away(request)
    return problem(request, 500)


def database_away(request: HttpRequest) -> HttpResponse:
    """Drawn without a query; what was typed comes back."""
    response = giving_back(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token did not fit, mostly because the page was open for long. What was typed comes back.

    A form sent from another site is refused flatly: giving it back would lend that site our token.
    """
    if not came_from_here(request):
        return problem(request, 403)
    return giving_back(request, 403, template="errors/out_of_date.html")


def sign_in_ended(request: HttpRequest) -> HttpResponse:
    """Signed out while writing: sign in again in another tab, then send what is still here."""
    return giving_back(request, 403, template="errors/signed_out.html", sign_in=resolve_url(settings.LOGIN_URL))
