"""Published figures, with their limits."""

from datetime import date, datetime, time
from pathlib import Path

from django.utils import timezone

from derbyvoice.lib.facts import Facts
from derbyvoice.users.models import User
from scrutiny.measures.importing import import_measures

FILE = Path(__file__).parent / "demonstration" / "measures.json"


def load(*, today: date, by: User) -> None:
    at = timezone.make_aware(datetime.combine(today, time(9)))
    import_measures(Facts.read(FILE.read_bytes()), at=at, by=by, demonstration=True)
