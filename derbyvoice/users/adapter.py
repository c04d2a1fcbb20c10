"""How allauth behaves here: no sign-up, no passwords, plain mail, and a second factor whose secret is sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from derbyvoice.lib import envelopes
from derbyvoice.office import clock
from derbyvoice.users import mail, sign_in
from derbyvoice.users.device import device_words
from derbyvoice.users.models import SignIn, User
from derbyvoice.users.standing import has_work
from derbyvoice.vault.keys import keyring

CONTEXT = b"mfa.authenticator"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by a code in an e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That code is not right. Check it and try again.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then ask for a new code.",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site, written without a host."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send now; if the mail server is away, the person is told so on a plain page."""
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        text = render_to_string(f"{template_prefix}_message.txt", context)
        if not mail.beside_the_answer(lambda: mail.send(email, subject, text)):
            raise ImmediateHttpResponse(mail_is_away(self.request))

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Changes of a second factor are told by our own views."""

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "derbyvoice.users.stages.SecondStep"}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: User, **facts: Any) -> Any:
        """Nobody comes in whose work here is over: they are told so on a plain page."""
        refused = super().pre_login(request, user, **facts)
        if refused is None and not has_work(user, now=clock.now()):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return refused

    def login(self, request: HttpRequest, user: User) -> None:
        """The browser gets a new key and a row of its own; a device not seen before is told by mail."""
        before = set(SignIn.objects.filter(user=user).values_list("device", flat=True))
        super().login(request, user)
        row = sign_in.begin(request, user, second_factor=shown_factor(request, user))
        if before and row.device not in before:
            mail.tell(user, f"You signed in on a device we have not seen before: {row.device}.")


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: sealed where they lie, and never taken away until there is another."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for the next one and try again.",
        "cannot_delete_authenticator": "Add another way first. You need at least one.",
    }

    def encrypt(self, text: str) -> str:
        sealed = envelopes.seal(text.encode(), readers=[keyring().public("account")], context=CONTEXT)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return envelopes.open_envelope(sealed, private=keyring().only("account"), context=CONTEXT).decode()

    def get_totp_label(self, user: User) -> str:
        return user.email

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return device_words(context.request.headers.get("User-Agent", ""))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def shown_factor(request: HttpRequest, user: User) -> str:
    """How the second factor was shown on the way in; empty if it was not."""
    shown = [step for step in get_authentication_records(request, user) if step.get("method") == "mfa"]
    return shown[-1]["type"] if shown else ""


def mail_is_away(request: HttpRequest) -> Any:
    return render(request, "account/mail_away.html", status=503)
