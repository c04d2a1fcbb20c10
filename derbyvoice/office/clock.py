"""The office's own day: Europe/London, at the edge. Everything below takes the day as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """Today in London."""
    return timezone.localdate()
