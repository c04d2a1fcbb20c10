"""Keys of programs: made, checked, ended. A key is shown once; the database holds a hash of it."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import CLOCK
from derbyvoice.users.models import User
from services.intake.choices import Scope
from services.intake.models import ApiKey

FRESH = timedelta(minutes=1)


@transaction.atomic
def make_key(*, name: str, scopes: list[Scope], days: int, by: User | None, now: datetime) -> tuple[ApiKey, str]:
    """A new key and its secret, which nobody can read again. It begins with its prefix, by which people speak of it."""
    prefix = f"dv_{secrets.token_hex(4)}"
    secret = f"{prefix}.{secrets.token_urlsafe(32)}"
    row = ApiKey(
        name=name,
        prefix=prefix,
        secret_hash=hash_of(secret),
        scopes=[scope.value for scope in scopes],
        made_at=now,
        made_by=by,
        expires=now + timedelta(days=days),
    )
    row.full_clean()
    row.save()
    record("made_key", row, by=by or CLOCK, scopes=row.scopes, days=days)
    return row, secret


@transaction.atomic
def end_key(row: ApiKey, *, by: User, now: datetime) -> None:
    """It is refused from the next request on. Twice is once."""
    if ApiKey.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_by=by):
        record("ended_key", row, by=by)


def key_with(secret: str, *, now: datetime) -> ApiKey | None:
    """The key in force with this secret. Found by its hash, so the time taken says nothing about the secret."""
    return ApiKey.objects.in_force(now).filter(secret_hash=hash_of(secret)).first()


def note_use(row: ApiKey, *, now: datetime) -> None:
    """When it was last used, to the minute: a busy key is not written at every post."""
    if row.last_used is None or now - row.last_used > FRESH:
        ApiKey.objects.filter(pk=row.pk).update(last_used=now)


def hash_of(secret: str) -> str:
    """The secret is long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
