"""By when a flag must be decided, and when the office is told that it was not."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from derbyvoice.lib.working_days import within_working_days_of
from surveys.safeguarding.choices import Level
from surveys.safeguarding.models import Deadline

EVENING = time(17)
STRICTEST = Deadline(hours=4, then_office_hours=2)
"""Where the office has not said how long it may take."""


def deadline(level: Level | str, *, now: datetime) -> Deadline:
    """The deadline in force for this level."""
    return Deadline.objects.on(timezone.localdate(now)).filter(level=level).first() or STRICTEST


def clock_of(level: Level | str, *, now: datetime) -> dict[str, datetime]:
    """`due_at` and `office_due_at` of a flag that is raised now."""
    row = deadline(level, now=now)
    due = now + timedelta(hours=row.hours) if row.hours else evening_after(now, row.working_days or 1)
    return {"due_at": due, "office_due_at": due + timedelta(hours=row.then_office_hours)}


def evening_after(now: datetime, working_days: int) -> datetime:
    """5 pm in London on the last day allowed within so many working days."""
    day = within_working_days_of(timezone.localdate(now), working_days)
    return timezone.make_aware(datetime.combine(day, EVENING))
