"""Who still has work here: sentences in code."""

from datetime import datetime

from django.utils import timezone

from derbyvoice.users.models import User
from services.contracts.models.returns import at_work
from services.directory.models import Membership, Provider


def has_provider_work(user: User, now: datetime) -> bool:
    """A provider worker may sign in while their provider may open referrals, now or soon, or owes a return.

    Somebody who never worked for a provider may too: the office is still setting them up."""
    day = timezone.localdate(now)
    mine = Membership.objects.of(user).not_over(day).values("provider")
    working = Provider.objects.not_over(day).filter(at_work(day), pk__in=mine)
    return working.exists() or not user.memberships.exists()
