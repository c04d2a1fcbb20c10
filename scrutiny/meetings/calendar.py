"""Meetings as an iCalendar feed (RFC 5545), so that a diary follows them. Titles are neutral: diaries are shared."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
LINE_OCTETS = 75


def escaped(words: str) -> str:
    for mark, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        words = words.replace(mark, written)
    return words


def folded(line: str) -> str:
    """Lines of at most 75 octets, cut between characters; what follows begins with a blank."""
    pieces, current = [], ""
    for mark in line:
        if len((current + mark).encode()) > LINE_OCTETS - (1 if pieces else 0):
            pieces.append(current)
            current = ""
        current += mark
    return "\r\n ".join([*pieces, current]) + "\r\n"


def event(
    *, uid: str, day: date, summary: str, place: str, link: str, stamp: datetime, is_cancelled: bool = False
) -> list[str]:
    """One day in the diary. The end of a whole-day event is the day after it."""
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        *([f"LOCATION:{escaped(place)}"] if place else []),
        f"URL:{link}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def calendar(name: str, events: Iterable[list[str]]) -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Voice//Meetings//EN", "METHOD:PUBLISH"]
    lines = [*head, f"X-WR-CALNAME:{escaped(name)}", *(line for event in events for line in event), "END:VCALENDAR"]
    return "".join(folded(line) for line in lines)
