"""Who may go on: a sign-in that is still alive, with its second factor shown."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from derbyvoice.office import clock
from derbyvoice.users import sign_in
from derbyvoice.users.standing import has_work

Answer = Callable[[HttpRequest], HttpResponse]


class SignInLimits:
    """Finds the sign-in and its user in one query; signs out who was idle or in for too long, ended or disabled,
    or whose work here is over.

    Stands before Django's own authentication, which then takes the user from here. A request without our cookie
    touches nothing, so that public pages stay cacheable."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.sign_in = None  # type: ignore[attr-defined]
        request._cached_user = AnonymousUser()  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self.recognise(request)
        return self.get_response(request)

    def recognise(self, request: HttpRequest) -> None:
        now = clock.now()
        row = sign_in.find(request, now=now)
        if row is None or str(row.user_id) != request.session[SESSION_KEY] or not has_work(row.user, now=now):
            request.session.flush()
            return
        sign_in.seen(row, now=now)
        request.sign_in = row  # type: ignore[attr-defined]
        request.end_sign_in = partial(sign_in.end, row, by=row.user)  # type: ignore[attr-defined]
        request._cached_user = row.user  # type: ignore[attr-defined]


class SecondFactorRequired:
    """Somebody who has not shown a second factor in this sign-in reaches the pages to set one up, and the way out."""

    OPEN = frozenset(
        {
            "account_logout",
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "leave",
            "staying_private",
            "healthz",
            "readyz",
        }
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        row = getattr(request, "sign_in", None)
        match = request.resolver_match
        if row is None or row.second_factor or (match and match.url_name in self.OPEN):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))
