"""Sign-in by the force's own identity provider: OpenID Connect, code flow with PKCE, for people we know already.

The identity token comes straight from the provider over TLS, so its signature need not be checked again
(OpenID Connect Core 1.0, 3.1.3.7, point 6); issuer, audience, time and nonce are."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from derbyvoice.office.links import link_to

SECONDS, MOST_BYTES, CLOCKS_MAY_DIFFER = 5, 200_000, 60


class Refused(Exception):
    """The provider's answer cannot be used; the message is for the log, not for the person."""


class ProviderAway(Exception):
    """The provider does not answer."""


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for, and whether it saw a second factor."""

    email: str
    second_factor: bool


class NoRedirects(HTTPRedirectHandler):
    """The provider's addresses are configured; nobody sends us elsewhere."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ask(url: str, form: dict[str, str] | None = None) -> Any:
    """The JSON at this address of the provider, in bounded time and size."""
    body = urlencode(form).encode() if form else None
    request = Request(url, data=body, headers={"Accept": "application/json"})  # noqa: S310 - configured, not typed
    try:
        with build_opener(NoRedirects).open(request, timeout=SECONDS) as answer:
            return json.loads(answer.read(MOST_BYTES))
    except (URLError, OSError) as error:
        raise ProviderAway(type(error).__name__) from error
    except ValueError as error:
        raise Refused("not JSON") from error


def discovered() -> dict[str, str]:
    """Where the provider's pages are, as it says itself."""
    found = ask(f"{settings.OIDC_URL}/.well-known/openid-configuration")
    if not isinstance(found, dict) or str(found.get("issuer", "")).rstrip("/") != settings.OIDC_URL:
        raise Refused("another issuer")
    return found


def begin() -> tuple[str, dict[str, Any]]:
    """Where to send the browser, and what to remember in it until it comes back."""
    kept = {"state": secrets.token_urlsafe(24), "nonce": secrets.token_urlsafe(24), "at": time.time()}
    kept["verifier"] = secrets.token_urlsafe(48)
    wish = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": link_to("staff", "sign_in_provider_back"),
        "scope": "openid email",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": letters(hashlib.sha256(str(kept["verifier"]).encode()).digest()),
        "code_challenge_method": "S256",
    }
    return f"{discovered()['authorization_endpoint']}?{urlencode(wish)}", kept


def finish(kept: dict[str, Any], *, state: str, code: str) -> Person:
    """Who came back. Raises `Refused` or `ProviderAway`."""
    if not kept or not secrets.compare_digest(str(kept["state"]).encode(), state.encode(errors="replace")):
        raise Refused("state")
    answer = ask(discovered()["token_endpoint"], exchange(kept, code))
    claims = claims_in(answer.get("id_token") if isinstance(answer, dict) else None)
    check(claims, nonce=str(kept["nonce"]))
    return person_in(claims)


def exchange(kept: dict[str, Any], code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": link_to("staff", "sign_in_provider_back"),
        "client_id": settings.OIDC_CLIENT_ID,
        "client_secret": settings.OIDC_CLIENT_SECRET,
        "code_verifier": str(kept["verifier"]),
    }


def claims_in(token: Any) -> dict[str, Any]:
    """The claims of an identity token."""
    try:
        _, body, _ = str(token).split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except ValueError as error:
        raise Refused("no identity token") from error
    if not isinstance(claims, dict):
        raise Refused("no claims")
    return claims


def check(claims: dict[str, Any], *, nonce: str) -> None:
    """The token is from our provider, for us, for this browser, and fresh."""
    audience = claims.get("aud")
    mine = settings.OIDC_CLIENT_ID in (audience if isinstance(audience, list) else [audience])
    if str(claims.get("iss", "")).rstrip("/") != settings.OIDC_URL or not mine:
        raise Refused("issuer or audience")
    if not isinstance(claims.get("exp"), int | float) or claims["exp"] < time.time() - CLOCKS_MAY_DIFFER:
        raise Refused("too old")
    if claims.get("nonce") != nonce:
        raise Refused("nonce")


def person_in(claims: dict[str, Any]) -> Person:
    """An e-mail counts only if the provider says that it checked it, or the settings say that it always does."""
    email = claims.get("email")
    if not isinstance(email, str) or not (settings.OIDC_EMAILS_CHECKED or claims.get("email_verified") is True):
        raise Refused("no checked e-mail")
    proofs = claims.get("amr")
    shown = isinstance(proofs, list) and "mfa" in proofs
    return Person(email=email.lower(), second_factor=settings.OIDC_SECOND_FACTOR_TRUSTED and shown)


def letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
