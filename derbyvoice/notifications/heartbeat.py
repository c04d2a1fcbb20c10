"""When something that should happen every minute last happened, so that silence is noticed."""

from datetime import datetime, timedelta

from derbyvoice.notifications.models import Heartbeat

SWEEP = "sweep"
LATE = timedelta(minutes=15)


def beat(name: str, *, at: datetime) -> None:
    """It happened now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def age(name: str, *, now: datetime) -> timedelta | None:
    """How long ago it last happened; None when it never did."""
    last = Heartbeat.objects.filter(name=name).first()
    return now - last.at if last else None
