"""Promises that were made in public, and the two boards."""

from datetime import date, datetime, time
from pathlib import Path

from django.utils import timezone

from derbyvoice.lib.facts import Facts
from derbyvoice.users.models import User
from scrutiny.commitments.importing import import_commitments

FILE = Path(__file__).parent / "demonstration" / "commitments.json"


def load(*, today: date, by: User) -> None:
    at = timezone.make_aware(datetime.combine(today, time(9)))
    import_commitments(Facts.read(FILE.read_bytes()), at=at, by=by, demonstration=True)
