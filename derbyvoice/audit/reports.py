"""The state of the record itself."""

from datetime import datetime

from django.utils import timezone

from derbyvoice.audit.seals import next_day_to_seal
from derbyvoice.users.models import User


def days_not_sealed(user: User, now: datetime) -> int:
    """Days that ended and have no seal. The one that ended last night is given until the morning."""
    first, today = next_day_to_seal(), timezone.localdate(now)
    late = (today - first).days if first else 0
    return late if late > 1 or timezone.localtime(now).hour >= 6 else 0
