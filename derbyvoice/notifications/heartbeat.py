"""Proof that the scheduler lives. Each sweep says when it ran; a late one is an alarm."""

from datetime import datetime, timedelta

from derbyvoice.notifications.models import Heartbeat

SWEEP = "sweep"
LATE = timedelta(minutes=15)


def beat(name: str, *, at: datetime) -> None:
    """This sweep runs now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def last_beat(name: str = SWEEP) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def age(name: str = SWEEP, *, now: datetime) -> timedelta | None:
    """How long ago this sweep last ran; None if it never did. A clock that jumped back gives no negative age."""
    last = last_beat(name)
    return max(now - last, timedelta()) if last else None


def is_late(name: str = SWEEP, *, now: datetime) -> bool:
    """Whether a person must look after the scheduler."""
    since = age(name, now=now)
    return since is None or since > LATE
