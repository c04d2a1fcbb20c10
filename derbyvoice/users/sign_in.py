"""Sign-ins: one row for each browser in which somebody is signed in, found by the hash of the browser's key."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.device import device_words
from derbyvoice.users.models import SignIn, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SEEN_EVERY = timedelta(minutes=1)


def hashed(key: str | None) -> str:
    return hashlib.sha256((key or "").encode()).hexdigest()


@transaction.atomic
def begin(request: HttpRequest, user: User, *, second_factor: str = "") -> SignIn:
    """The browser has a new key and somebody is behind it. `second_factor` says how it was proved, if it was."""
    now = clock.now()
    row = SignIn.objects.create(
        user=user,
        key_hash=hashed(request.session.session_key),
        device=device_words(request.headers.get("User-Agent", "")),
        second_factor=second_factor,
        started_at=now,
        last_seen_at=now,
    )
    record("signed_in", user, by=user, device=row.device, second_factor=second_factor)
    request.sign_in = row  # type: ignore[attr-defined]
    return row


def sign_in_without_code(request: HttpRequest, user: User, method: str) -> SignIn:
    """For the demonstration alone: the person is in, with everything proved, by `method`."""
    if not (settings.DEMO or settings.TESTING):
        raise RuntimeError("Nobody signs in without a code outside the demonstration.")
    login(request, user, backend=BACKEND)
    return begin(request, user, second_factor=method)


def find(request: HttpRequest, *, now: datetime) -> SignIn | None:
    """The sign-in that this request belongs to, with its user; none if it was ended, is too old, or the user is."""
    row = SignIn.objects.live(now=now).select_related("user").filter(key_hash=hashed(request.session.session_key))
    found = row.first()
    return found if found and found.user.is_active else None


def seen(row: SignIn, *, now: datetime) -> None:
    """Note that the person is here; at most once a minute, so that reading pages does not keep writing."""
    if now - row.last_seen_at >= SEEN_EVERY:
        row.last_seen_at = now
        row.save(update_fields=["last_seen_at"])


@transaction.atomic
def prove(row: SignIn, *, method: str) -> None:
    """The second factor was shown in this sign-in."""
    row.second_factor = method
    row.save(update_fields=["second_factor"])
    record("second_factor_shown", row.user, by=row.user, method=method)


@transaction.atomic
def end(row: SignIn, *, by: User) -> None:
    """End one sign-in: its browser is signed out at its next request. Ending it twice changes nothing."""
    if SignIn.objects.open().filter(pk=row.pk).update(ended_at=clock.now(), ended_by=by):
        record("signed_out", row.user, by=by, device=row.device)


@transaction.atomic
def end_others(row: SignIn, *, by: User) -> int:
    """End every sign-in of the same person but this one; gives how many."""
    others = row.user.sign_ins.open().exclude(pk=row.pk)
    ended = others.update(ended_at=clock.now(), ended_by=by)
    record("signed_out_elsewhere", row.user, by=by, sign_ins=ended)
    return ended
