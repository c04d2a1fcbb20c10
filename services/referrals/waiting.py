"""What of referrals waits for provider workers and for the office, counted for their first page."""

from datetime import datetime

from derbyvoice.users import roles
from derbyvoice.users.attention import Attention
from derbyvoice.users.models import User
from services.cases import due
from services.referrals.choices import State
from services.referrals.models import AutomaticRule, Referral


def new_ones(user: User, now: datetime) -> int:
    mine = Referral.objects.visible_to(user, due.london_day(now))
    return int(mine.filter(state=State.SENT).count())


def at_stopped_services(user: User, now: datetime) -> int:
    """People whose referral is open at a provider that may not open it any more."""
    return int(Referral.objects.stopped(due.london_day(now)).count())


def leading_nowhere(user: User, now: datetime) -> int:
    """Automatic rules whose service takes nobody today."""
    return int(AutomaticRule.objects.leading_nowhere(due.london_day(now)).count())


NEW = Attention(
    "referrals.new", "new referrals", new_ones, "referrals_list", 10, (roles.PROVIDER_WORKER,), "new referral"
)
STOPPED = Attention(
    "referrals.stopped",
    "people wait at services that stopped",
    at_stopped_services,
    "referrals_stopped",
    5,
    (roles.OFFICE_STAFF,),
    "person waits at a service that stopped",
)
NOWHERE = Attention(
    "referrals.nowhere",
    "automatic rules lead to services that take nobody today",
    leading_nowhere,
    "admin:referrals_automaticrule_changelist",
    6,
    (roles.OFFICE_STAFF,),
    "automatic rule leads to a service that takes nobody today",
)
