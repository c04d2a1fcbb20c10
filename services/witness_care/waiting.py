"""What waits for Witness Care, counted for their first page."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from derbyvoice.users import roles
from derbyvoice.users.attention import Attention
from derbyvoice.users.models import User
from services.witness_care.models import Message, Request

NEAR_DAYS = 3
"""A deadline this many days away, or closer, is near."""


def near_on(day: date) -> date:
    return day + timedelta(days=NEAR_DAYS)


def late_messages(user: User, now: datetime) -> int:
    today = timezone.localdate(now)
    return int(Message.objects.visible_to(user).unanswered().filter(due_on__lt=today).count())


def near_requests(user: User, now: datetime) -> int:
    near = near_on(timezone.localdate(now))
    return int(Request.objects.visible_to(user).open().filter(due_on__lte=near).count())


TEAM = (roles.WITNESS_CARE,)
ITEMS = (
    Attention(
        "witness_care.late",
        "messages past their day",
        late_messages,
        "witness_care_waiting",
        10,
        TEAM,
        "message past its day",
    ),
    Attention(
        "witness_care.near",
        "requests near their deadline",
        near_requests,
        "witness_care_waiting",
        20,
        TEAM,
        "request near its deadline",
    ),
)
