"""Counts of what needs a person. They hold nothing about anybody."""

from datetime import datetime, timedelta

from derbyvoice.notifications import heartbeat
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.models import Message
from derbyvoice.users.models import User

TOO_LONG = timedelta(minutes=15)


def failed(user: User, now: datetime) -> int:
    return Message.objects.filter(state=State.FAILED).count()


def to_settle(user: User, now: datetime) -> int:
    return Message.objects.to_settle().count()


def stuck(user: User, now: datetime) -> int:
    """Messages that should have gone a quarter of an hour ago: the mail server or their owner has a fault."""
    return Message.objects.filter(
        state__in=[State.WAITING, State.UNCERTAIN], finished_at=None, queued_at__lt=now - TOO_LONG, tries__gt=1
    ).count()


def sweep_is_late(user: User, now: datetime) -> int:
    """1 when the scheduler has stopped."""
    return int(heartbeat.is_late(now=now))
