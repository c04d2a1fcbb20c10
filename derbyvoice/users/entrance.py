"""The pages of the way in: an e-mail address, the code sent to it, and a second factor."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse, reverse_lazy

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import PERSON
from derbyvoice.users import mail, sign_in
from derbyvoice.users.adapter import MFAAdapter, mail_is_away

METHODS = ["get", "head", "post"]
CLEAR = '"cache", "cookies", "storage"'


class AskForCodePage(RequestLoginCodeView):
    """Sends a code to an address we know. An address we do not know gets the same answer after the same time."""

    template_name = "account/login.html"
    http_method_names = METHODS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(provider=settings.OIDC_NAME if settings.OIDC_URL else "", **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if form._user is None and not mail.beside_the_answer(mail.reachable):
            raise ImmediateHttpResponse(mail_is_away(self.request))
        return super().form_valid(form)


class GiveCodePage(ConfirmLoginCodeView):
    """Takes the code from the e-mail."""

    http_method_names = METHODS

    def form_invalid(self, form: Any) -> HttpResponse:
        note_refusal(self.stage.login.user, "code_refused")
        return super().form_invalid(form)


class SecondStepPage(AuthenticateView):
    """Takes the second factor of somebody who has one."""

    http_method_names = METHODS

    def form_invalid(self, form: Any) -> HttpResponse:
        note_refusal(self.stage.login.user, "second_factor_refused")
        return super().form_invalid(form)


def note_refusal(user: Any, verb: str) -> None:
    """Somebody could not prove that they are this person. An address we do not know leaves nothing."""
    if user:
        with transaction.atomic():
            record(verb, user, by=PERSON)


class WaysPage(IndexView):
    """The ways in that this person has, and how to add one."""

    http_method_names = METHODS


class ShownAgain:
    """After a change to the ways in: this sign-in has its second factor, the change is on record and told by mail."""

    request: HttpRequest
    http_method_names = METHODS
    verb = factor = words = ""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)  # type: ignore[misc]
        row, user = self.request.sign_in, self.request.user  # type: ignore[attr-defined]
        with transaction.atomic():
            record(self.verb, user, by=user, factor=self.factor)
        if row and not row.second_factor:
            sign_in.prove(row, method=self.factor)
            record_authentication(self.request, user, "mfa", type=self.factor, reauthenticated=True)
        mail.tell(user, self.words)
        return response


class AddAppPage(ShownAgain, ActivateTOTPView):
    """Sets up an app that shows codes."""

    verb, factor, words = "second_factor_added", "totp", "An app that shows codes was added to your sign-in."


class RemoveAppPage(ShownAgain, DeactivateTOTPView):
    verb, factor, words = "second_factor_removed", "totp", "An app that shows codes was taken from your sign-in."


class AddPasskeyPage(ShownAgain, AddWebAuthnView):
    """Sets up a passkey or a security key."""

    verb, factor, words = "second_factor_added", "webauthn", "A passkey was added to your sign-in."


class RemovePasskeyPage(ShownAgain, RemoveWebAuthnView):
    verb, factor, words = "second_factor_removed", "webauthn", "A passkey was taken from your sign-in."
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        if not MFAAdapter().can_delete_authenticator(self.object):
            form.add_error(None, MFAAdapter.error_messages["cannot_delete_authenticator"])
            return self.form_invalid(form)
        return super().form_valid(form)


class NewRecoveryCodesPage(ShownAgain, GenerateRecoveryCodesView):
    verb, factor, words = "recovery_codes_made", "recovery_codes", "New recovery codes were made for your sign-in."


class RecoveryCodesPage(ViewRecoveryCodesView):
    """Shows the codes once, right after they were made."""

    http_method_names = METHODS


class ShowAgain:
    """Asks for the second factor once more before a change to the ways in."""

    request: HttpRequest
    http_method_names = METHODS

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)  # type: ignore[misc]
        row = self.request.sign_in  # type: ignore[attr-defined]
        if row and not row.second_factor:
            sign_in.prove(row, method="totp")
        return response


class CodeAgainPage(ShowAgain, ReauthenticateView):
    """By a code."""


class PasskeyAgainPage(ShowAgain, ReauthenticateWebAuthnView):
    """By a passkey."""


def sign_out(request: HttpRequest) -> HttpResponse:
    """Asks on GET; on POST ends the sign-in here and in the browser."""
    if request.method != "POST":
        return render(request, "account/logout.html") if request.user.is_authenticated else to_sign_in()
    if row := getattr(request, "sign_in", None):
        sign_in.end(row, by=row.user)
    logout(request, show_message=False)
    request.session.flush()
    response = to_sign_in()
    response.headers["Clear-Site-Data"] = CLEAR
    return response


def to_sign_in() -> HttpResponse:
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))


def not_open(request: HttpRequest) -> HttpResponse:
    """An account that was closed between the code and the second factor."""
    return render(request, "account/account_inactive.html", status=403)


def ways_after(request: HttpRequest) -> HttpResponse:
    """Old names of one page."""
    return HttpResponseRedirect(reverse("mfa_index"))
