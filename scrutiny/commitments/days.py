"""Days as they were promised: "September 2022" is a month, and lasts until its end."""

from calendar import monthrange
from datetime import date

from scrutiny.commitments.choices import Precision

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def last_day(words: str) -> tuple[date, Precision]:
    """The last day of what the words name, and how exact they are. Raises ValueError for anything else.

    Reads "2022-09-14", "14 September 2022", "September 2022" and "2022"."""
    parts = words.replace("-", " ").split()
    if len(parts) == 3 and len(parts[0]) == 4:
        return date.fromisoformat(words), Precision.DAY
    year = int(parts[-1]) if parts and len(parts[-1]) == 4 else 0
    if len(parts) == 1 and year:
        return date(year, 12, 31), Precision.YEAR
    month = MONTHS.index(parts[-2]) + 1 if len(parts) in (2, 3) else 0
    if len(parts) == 2:
        return date(year, month, monthrange(year, month)[1]), Precision.MONTH
    return date(year, month, int(parts[0]) if month else 0), Precision.DAY


def in_words(day: date | None, precision: str) -> str:
    """The day as exactly as it was promised: "14 September 2022", "September 2022" or "2022"."""
    if day is None:
        return ""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return {Precision.DAY: f"{day.day} {month}", Precision.MONTH: month}.get(Precision(precision), str(day.year))
