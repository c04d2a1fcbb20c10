"""The two pages between us and the force's own identity provider. Without its settings they do not exist."""

import logging
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from derbyvoice.users import provider
from derbyvoice.users.adapter import AccountAdapter
from derbyvoice.users.limits import allow, caller
from derbyvoice.users.models import User

log = logging.getLogger(__name__)
KEPT = "provider"


def only_with_a_provider(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.OIDC_URL:
            raise Http404
        if request.method == "POST" and not allow("provider", caller(request), most=30, seconds=600):
            return failed(request, 429)
        try:
            return view(request)
        except provider.ProviderAway as error:
            log.warning("provider is away", extra={"error": str(error)})
            return failed(request, 503)
        except provider.Refused as error:
            log.warning("provider's answer refused", extra={"why": str(error)})
            return failed(request, 403)

    return guarded


def failed(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "account/provider_failed.html", {"name": settings.OIDC_NAME}, status=status)


@only_with_a_provider
def go(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    address, kept = provider.begin()
    wanted = request.POST.get("next", "")
    request.session[KEPT] = {**kept, "next": wanted if AccountAdapter(request).is_safe_url(wanted) else ""}
    return HttpResponseRedirect(address)


@only_with_a_provider
def back(request: HttpRequest) -> HttpResponse:
    """The browser is back. Opening this page changes nothing: its button finishes the sign-in."""
    if request.method != "POST":
        kept = {name: request.GET.get(name, "")[:4000] for name in ("code", "state")}
        return render(request, "account/provider_back.html", {"name": settings.OIDC_NAME, **kept})
    kept = request.session.pop(KEPT, {})
    found = provider.finish(kept, state=request.POST.get("state", ""), code=request.POST.get("code", ""))
    user = User.objects.filter(email=found.email, is_active=True).first()
    return enter(request, user, found, kept["next"]) if user else failed(request, 403)


def enter(request: HttpRequest, user: User, found: provider.Person, wanted: str) -> HttpResponse:
    """In, as if by a code: with a second step still to come, unless the provider's is trusted and was shown."""
    record_authentication(request, user, "provider")
    if found.second_factor:
        record_authentication(request, user, "mfa", type="provider")
    return perform_login(request, Login(user=user, email=user.email, redirect_url=wanted or None))
