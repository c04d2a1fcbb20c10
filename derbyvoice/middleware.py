"""What is true of every answer, whichever room gives it."""

import logging
import time
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from derbyvoice.logs import request_id

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("derbyvoice.requests")

PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort", "display-capture")
)
WITH_MICROPHONE = PERMISSIONS.replace("microphone=()", "microphone=(self)")


class RequestLog:
    """One line a request: an id, the view's name, status and time. Never the address or what was typed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, token = time.perf_counter(), request_id.set(uuid.uuid4().hex[:16])
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            self.write(request, response, started)
            return response
        finally:
            request_id.reset(token)

    def write(self, request: HttpRequest, response: HttpResponse, started: float) -> None:
        match = getattr(request, "resolver_match", None)
        took = round((time.perf_counter() - started) * 1000, 1)
        facts = {"method": request.method, "view": match.view_name if match else "", "ms": took}
        log.info("answered", extra={**facts, "status": response.status_code})


class PrivacyHeaders:
    """Isolation from other sites, and no-store unless the view said that its page may be kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        may_record = getattr(response, "may_record", False)  # said by a view that takes recordings
        response.setdefault("Permissions-Policy", WITH_MICROPHONE if may_record else PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
            if "no-store" in response["Cache-Control"]:
                response.setdefault("X-Robots-Tag", "noindex")
        return response


class SamePolicy(CSPMiddleware):
    """The content security policy. No view has one of its own, so it is put together once and not for every answer."""

    @cached_property
    def policy(self) -> str:
        return build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No nonce is offered: nothing of ours stands in a page as script or style."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault(HEADER, self.policy)
        return response


class NamedMethods:
    """Only the methods that a view names are answered; a view that names none may be read."""

    KNOWN = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.KNOWN:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        allowed = allowed_methods(view)
        return None if allowed is None or request.method in allowed else HttpResponseNotAllowed(sorted(allowed))


def allowed_methods(view: Any) -> frozenset[str] | None:
    """The methods that this view names; None where the framework behind it refuses the rest itself."""
    if named := getattr(view, "methods_named", None):
        return named
    module = getattr(view, "__module__", "")
    if getattr(view, "view_class", None) or getattr(view, "cls", None) or hasattr(view, "admin_site"):
        return frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    if module.startswith(("django.contrib.admin", "allauth", "derbyvoice.desk")):
        return frozenset({"GET", "HEAD", "POST"})
    return frozenset({"GET", "HEAD"})


class NoAddressHoldsNul:
    """PostgreSQL refuses the character NUL in every text that it is asked for, and nobody types it.

    A page with it in its address is not found; in what is asked of a page it is left out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        request.META["QUERY_STRING"] = without_nul(request.META.get("QUERY_STRING", ""))
        return self.get_response(request)


def without_nul(asked: str) -> str:
    """What is left may say NUL anew: `%0%000` without its middle does."""
    while "%00" in asked:
        asked = asked.replace("%00", "")
    return asked


class WriteOnRead(RuntimeError):
    """A page that is only read tried to change the database."""


class SafeMethodsCannotWrite:
    """GET and HEAD cannot change the database: link scanners and prefetching open every address.

    Four kinds of row are exempt: the sign-in's own row, the note of who read a confidential record, the row that a text
    gets when it is first opened, and the ledger of figures that were shown. The last three say that something was read,
    and change nothing else."""

    READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
    WRITES = ("INSERT", "UPDATE", "DELETE")
    EXEMPT = (
        "django_session",
        "users_signin",
        "audit_reading",
        "insight_passage",
        "insight_release",
        "account_",
        "mfa_",
        "django_admin_log",
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.READ_METHODS:
            return self.get_response(request)
        with connection.execute_wrapper(self.refuse_writes):
            return self.get_response(request)

    def refuse_writes(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in self.WRITES and not any(name in sql[:80] for name in self.EXEMPT):
            raise WriteOnRead("A page that is only read tried to change the database.")
        return execute(sql, params, many, context)
