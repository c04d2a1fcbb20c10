"""Forms of the way in. Every code can be tried a few times only, and a code of an app works once."""

import time
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.db import transaction

from derbyvoice.users.limits import allow, allow_everybody, caller

TOO_MANY = "Too many tries. Wait a few minutes, then try again."
CODE_HINT = "6 numbers, from your app. Or one of your recovery codes."
NOT_A_PASSKEY = (TypeError, ValueError, KeyError, AttributeError, IndexError)
NUMBERS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class AskForCode(RequestLoginCodeForm):
    """Where to send the code. What is said next does not depend on whether we know the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label="Work e-mail address",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
            error_messages={"required": "Enter your work e-mail address."},
        )

    def clean_email(self) -> str:
        """Limits by address and asker together, so that nobody can lock somebody else out; then by each alone."""
        email, asker = self.cleaned_data["email"].lower(), caller(context.request)
        allowed = (
            allow("code-for-here", f"{email} {asker}", most=5, seconds=600)
            and allow("code-from", asker, most=30, seconds=600)
            and allow("code-to", email, most=30, seconds=3600)
            and allow_everybody("codes", most=600, seconds=600)
        )
        if not allowed:
            raise forms.ValidationError(TOO_MANY)
        return super().clean_email()


class GiveCode(ConfirmLoginCodeForm):
    """The code from the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label="Code",
            max_length=20,
            widget=forms.TextInput(attrs=NUMBERS),
            error_messages={"required": "Enter the code from the e-mail."},
        )

    def clean_code(self) -> str:
        if not allow("code-tried", caller(context.request), most=30, seconds=600):
            raise forms.ValidationError(TOO_MANY)
        return super().clean_code()


class SecondCode(BaseAuthenticateForm):
    """A code of an app, or a recovery code. Each works once, whatever the cache remembers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label="Code",
            max_length=20,
            help_text=CODE_HINT,
            widget=forms.TextInput(attrs=NUMBERS),
            error_messages={"required": "Enter a code."},
        )

    def clean_code(self) -> str:
        if not allow("second-code", str(self.user.pk), most=5, seconds=300):
            raise forms.ValidationError(TOO_MANY)
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStep(SecondCode, AuthenticateForm):
    """At sign-in."""


class OnceMore(SecondCode, ReauthenticateForm):
    """Before a change to the way in itself."""


class AddApp(ActivateTOTPForm):
    """A first code proves that the app has the secret. Until then the secret waits sealed in the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        self.secret = waiting_secret(anew=not self.is_bound)
        self.fields["code"] = forms.CharField(
            label="Code from the app",
            max_length=20,
            help_text="6 numbers",
            widget=forms.TextInput(attrs=NUMBERS),
            error_messages={"required": "Enter the code that the app shows."},
        )


def waiting_secret(*, anew: bool) -> str:
    session = context.request.session
    if anew or totp.SECRET_SESSION_KEY not in session:
        session[totp.SECRET_SESSION_KEY] = get_adapter().encrypt(totp.generate_totp_secret())
    return get_adapter().decrypt(session[totp.SECRET_SESSION_KEY])


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """Use up the half minute this code stands for. False if it, or a later one, was used before."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(get_adapter().decrypt(row.data["secret"]), code)
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


def step_of(secret: str, code: str) -> int | None:
    """The half minute for which this code stands: the one now, the one before or the one after."""
    now = int(time.time()) // 30
    return next(
        (step for step in (now, now - 1, now + 1) if shows(secret, step) == totp.normalize_user_code(code)), None
    )


def shows(secret: str, step: int) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, step))


class PasskeyStep(AuthenticateWebAuthnForm):
    """At sign-in."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except NOT_A_PASSKEY as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyOnceMore(PasskeyStep):
    """Before a change to the way in itself."""

    reauthenticated = True


class AddPasskey(AddWebAuthnForm):
    """What the browser made, and a name to know it by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label="Name for this passkey", max_length=60, required=False, help_text="Such as: my phone"
        )

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except NOT_A_PASSKEY as error:
            raise get_adapter().validation_error("incorrect_code") from error
