"""When the next contact and its reminders are due: days counted in London, whatever the clocks do that night."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from derbyvoice.lib.working_days import within_working_days_of
from services.cases.choices import Counting
from services.cases.models import ContactPolicy

LONDON = ZoneInfo("Europe/London")
MORNING = time(7)
"""Reminders are due at seven in the morning: never in the hour that the clocks skip or repeat."""

STAGE_DAYS = (0, 1, 3, 7)
"""Days after the due day at which each stage of a cycle is reached. After the last one the case just stays overdue."""


def london_day(moment: datetime) -> date:
    """The day that this moment belongs to in London."""
    return moment.astimezone(LONDON).date()


def policy_for(crime_group_id: int, day: date) -> ContactPolicy:
    """The policy in force: the row for the crime group before the row for all; ten calendar days if there is none."""
    rows = ContactPolicy.objects.on(day).filter(crime_group_id__in=[crime_group_id]) or (
        ContactPolicy.objects.on(day).filter(crime_group=None)
    )
    return rows.first() or ContactPolicy()


def due_after(day: date, policy: ContactPolicy) -> date:
    """The day on which contact is due after a contact (or a report) on `day`; that day itself is not counted."""
    if policy.counting == Counting.WORKING:
        return within_working_days_of(day, policy.days)
    return day + timedelta(days=policy.days)


def moment_of(due_on: date, stage: int) -> datetime | None:
    """When the reminder of this stage is due; None after the last stage."""
    if stage >= len(STAGE_DAYS):
        return None
    return datetime.combine(due_on + timedelta(days=STAGE_DAYS[stage]), MORNING, tzinfo=LONDON)
