"""Working days in England and Wales, and the two ways in which the law counts days.

"Within five working days of" an event does not count the day of the event. "Ten working days beginning with" a day
counts that day. They differ by one, so they are two functions and neither has a default. Functions without "working"
in their name count every day, as the clocks of the Procurement Act 2023 do (sections 53 and 71).

A working day is not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday under the Banking and Financial
Dealings Act 1971. The days are computed, since contracts run for ten years and published lists for two. Days given or
moved by proclamation cannot be computed: those so far are in `ADDED` and `MOVED_AWAY` or in the package, and a new one
is added to a `Calendar`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

import holidays

FIRST_YEAR: Final = 1978
"""The first year with today's bank holidays."""
LAST_YEAR: Final = 2099
"""The last whole year the table can compute."""

ADDED: Final = frozenset(
    {
        date(2020, 5, 8),  # 75 years since Victory in Europe, instead of 4 May
        date(2022, 6, 2),  # Spring bank holiday, instead of 30 May
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 9, 19),  # State funeral of Queen Elizabeth II
        date(2023, 5, 8),  # Coronation of King Charles III
    }
)
"""One-off holidays, stated here so that they hold whatever the package knows."""

MOVED_AWAY: Final = frozenset({date(2020, 5, 4), date(2022, 5, 30)})
"""Mondays that would have been holidays, had they not been moved."""


class CalendarEnds(ValueError):
    """A day lies in a year whose holidays cannot be computed."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"Holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not for {year}.")


def _only_a_date(day: date) -> date:
    if type(day) is not date:
        hint = " Take the London date of it first." if isinstance(day, datetime) else ""
        raise TypeError(f"A day is a date, not {type(day).__name__}.{hint}")
    return day


def _days(days: Iterable[date]) -> frozenset[date]:
    return frozenset(_only_a_date(day) for day in days)


@dataclass(frozen=True)
class Calendar:
    """The computed holidays, with days that were proclaimed since (`extra`) or taken away (`removed`).

    Raises ValueError when a day is in both.
    """

    extra: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "extra", _days(self.extra))
        object.__setattr__(self, "removed", _days(self.removed))
        if self.extra & self.removed:
            raise ValueError("A day is both added to the holidays and removed from them.")

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a bank holiday, Good Friday or Christmas Day. Raises CalendarEnds."""
        computed = day in _holidays_of(_only_a_date(day).year)
        return day in self.extra or (computed and day not in self.removed)


ENGLAND_AND_WALES: Final = Calendar()


def is_working_day(day: date, calendar: Calendar = ENGLAND_AND_WALES) -> bool:
    """Whether offices work on the day. Raises CalendarEnds."""
    return not calendar.is_holiday(day) and day.weekday() < 5


def next_working_day(day: date, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The first working day after the day. Raises CalendarEnds."""
    return next(_working_days_from(_day_after(day), calendar))


def within_working_days_of(event: date, n: int, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The last day allowed "within n working days of" an event; the day of the event is not counted.

    Within none is the day of the event itself. Raises CalendarEnds, and ValueError for less than none.
    """
    if _whole(n, least=0) == 0:
        return _only_a_date(event)
    return _nth(_working_days_from(_day_after(event), calendar), n)


def working_days_beginning_with(day: date, n: int, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The last day of "n working days beginning with" a day, which is day 1 if it is a working day.

    Raises CalendarEnds, and ValueError for fewer than one.
    """
    return _nth(_working_days_from(_only_a_date(day), calendar), _whole(n, least=1))


def within_days_of(event: date, n: int) -> date:
    """The last day allowed "within n days of" an event, counting every day but that of the event."""
    return _only_a_date(event) + timedelta(days=_whole(n, least=0))


def days_beginning_with(day: date, n: int) -> date:
    """The last day of "n days beginning with" a day, which is day 1: 30 days beginning with 1 April end on the 30th."""
    return _only_a_date(day) + timedelta(days=_whole(n, least=1) - 1)


def working_days_between(a: date, b: date, calendar: Calendar = ENGLAND_AND_WALES) -> int:
    """How many working days come after `a` up to and with `b`; below nought when `b` is the earlier.

    It undoes `within_working_days_of`: between an event and the last day allowed lie n working days. Raises
    CalendarEnds.
    """
    if _only_a_date(b) < _only_a_date(a):
        return -working_days_between(b, a, calendar)
    return sum(is_working_day(a + timedelta(days=later), calendar) for later in range(1, (b - a).days + 1))


@cache
def _holidays_of(year: int) -> frozenset[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarEnds(year)
    computed = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
    return (computed | {day for day in ADDED if day.year == year}) - MOVED_AWAY


def _working_days_from(day: date, calendar: Calendar) -> Iterator[date]:
    while True:
        if is_working_day(day, calendar):
            yield day
        day = _day_after(day)


def _nth(days: Iterator[date], n: int) -> date:
    for _ in range(n - 1):
        next(days)
    return next(days)


def _day_after(day: date) -> date:
    return _only_a_date(day) + timedelta(days=1)


def _whole(n: int, *, least: int) -> int:
    if type(n) is not int:
        raise TypeError(f"A number of days is a whole number, not {type(n).__name__}.")
    if n < least:
        raise ValueError(f"{n} days cannot be counted; the least is {least}.")
    return n
