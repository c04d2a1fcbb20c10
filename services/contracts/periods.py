"""Financial years and their quarters: a financial year begins on 1 April."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_MONTH = 4


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year: `Quarter(2023, 1)` is April to June 2023."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError("A quarter is 1, 2, 3 or 4.")

    @property
    def first_day(self) -> date:
        months = FIRST_MONTH - 1 + 3 * (self.number - 1)
        return date(self.year + months // 12, months % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.first_day:%B} to {self.last_day:%B %Y}"

    @property
    def short(self) -> str:
        return f"Q{self.number} {year_name(self.year)}"


def year_name(first_calendar_year: int) -> str:
    """2023 gives "2023/24"."""
    return f"{first_calendar_year}/{(first_calendar_year + 1) % 100:02d}"


def months_later(day: date, months: int) -> date:
    """So many months after this day, or before it: the last day of a month stays the last day of its month."""
    ends_month = (day + timedelta(days=1)).month != day.month
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if ends_month else min(day.day, last))


def financial_year_of(day: date) -> int:
    """The calendar year in which the financial year of this day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def quarter_of(day: date) -> Quarter:
    return Quarter(financial_year_of(day), (day.month - FIRST_MONTH) % 12 // 3 + 1)


def last_finished_quarter(day: date) -> Quarter:
    """The latest quarter that ended before this day."""
    now = quarter_of(day)
    return Quarter(now.year, now.number - 1) if now.number > 1 else Quarter(now.year - 1, 4)
