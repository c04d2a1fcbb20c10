"""When a member may be written to: on the days and in the parts of the day that they called safe, London time."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from surveys.panel.choices import HOURS

LONDON: Final = ZoneInfo("Europe/London")


def is_safe(at: datetime, *, days: int, parts: int) -> bool:
    """Whether this moment lies in a safe part of a safe day. `days` and `parts` hold a bit for each."""
    here = at.astimezone(LONDON)
    return bool(days >> here.weekday() & 1) and any(
        parts >> part & 1 and begin <= here.hour < end for part, (begin, end) in HOURS.items()
    )


def next_safe(at: datetime, *, days: int, parts: int) -> datetime:
    """The first safe moment from now on: now itself, or the beginning of the next safe part. Raises `ValueError`
    where no day or no part is safe."""
    if is_safe(at, days=days, parts=parts):
        return at
    for moment in beginnings(at.astimezone(LONDON)):
        if moment > at and is_safe(moment, days=days, parts=parts):
            return moment
    raise ValueError("No time is safe.")


def beginnings(here: datetime) -> list[datetime]:
    """When each part of the next eight days begins, in order."""
    dates = [here.date() + timedelta(days=ahead) for ahead in range(9)]
    return [datetime.combine(day, time(begin), LONDON) for day in dates for begin, _ in HOURS.values()]
