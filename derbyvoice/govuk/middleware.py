"""What a person sees when the way is blocked."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from derbyvoice.govuk.problems import problem
from derbyvoice.govuk.views import database_away, sign_in_ended

DRAWN = frozenset({405, 429})


class DatabaseAwayMiddleware:
    """A database that is away, full or locked becomes a plain page with the typed text on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return drawn(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            return database_away(request)
        return None


def drawn(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A refusal without a body gets a page; its headers (Allow, Retry-After) stay."""
    if response.status_code not in DRAWN or response.streaming or getattr(response, "content", b""):
        return response
    page = problem(request, response.status_code)
    for name, value in response.items():
        if name not in {"Content-Type", "Content-Length"}:
            page.headers[name] = value
    return page


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """As Django's, but somebody who was writing gets the text back instead of an empty sign-in page."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., object]) -> HttpResponseBase:
        if request.method == "POST":
            return sign_in_ended(request)
        return super().handle_no_permission(request, view_func)
