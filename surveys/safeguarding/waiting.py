"""What waits for the leads, and what office staff must know of it: how much, never what."""

from datetime import datetime

from django.utils import timezone

from derbyvoice.users import roles
from derbyvoice.users.attention import Attention
from derbyvoice.users.models import User
from surveys.safeguarding.choices import State
from surveys.safeguarding.models import Flag, Rule


def late(user: User, now: datetime) -> int:
    return int(Flag.objects.visible_to(user).overdue(now).count())


def fresh(user: User, now: datetime) -> int:
    return int(Flag.objects.visible_to(user).filter(state=State.RAISED, due_at__gt=now).count())


def mine(user: User, now: datetime) -> int:
    return int(Flag.objects.visible_to(user).filter(state=State.LOOKED_AT, taken_by=user, due_at__gt=now).count())


def no_rules(user: User, now: datetime) -> int:
    """1 when nothing that people send is looked through."""
    return int(not Rule.objects.on(timezone.localdate(now)).exists())


LEADS = (roles.SAFEGUARDING_LEAD,)
BOTH = (roles.SAFEGUARDING_LEAD, roles.OFFICE_STAFF)
ITEMS = (
    Attention("safeguarding.late", "flagged testimonies past their time: look now", late, "safeguarding_list", 2, BOTH,
              one="flagged testimony past its time: look now"),
    Attention("safeguarding.fresh", "flagged testimonies wait to be looked at", fresh, "safeguarding_list", 3, LEADS,
              one="flagged testimony waits to be looked at"),
    Attention("safeguarding.mine", "flagged testimonies that you are looking at", mine, "safeguarding_list", 4, LEADS,
              one="flagged testimony that you are looking at"),
    Attention("safeguarding.no_rules", "alarm: no rule looks for danger in what people send. Load the standard rules",
              no_rules, "safeguarding_rules", 2, BOTH),
)  # fmt: skip
