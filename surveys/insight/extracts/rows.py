"""Who is in a copy: only people who let their answers be counted and read."""

from django.db.models import Count, Max, QuerySet, Sum

from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Version
from surveys.responses.models import Response

CHUNK = 64 * 1024
"""Bytes of a file that are handed on at once."""


def people(version: Version, last: int | None = None) -> "QuerySet[Response]":
    """Whose answers may go into a copy at this moment; `last`: only those who had come by then, by their id."""
    rows = Response.objects.allowing(Consent.COUNT, Consent.READ).filter(version=version).order_by()
    return rows if last is None else rows.filter(pk__lte=last)


def checksum(version: Version, last: int | None = None) -> str:
    """Who is in a copy, so that it is seen when somebody takes their answers back: how many, their sum, the latest."""
    found = people(version, last).aggregate(number=Count("pk"), sum=Sum("pk"), last=Max("pk"))
    return f"{found['number']}:{found['sum'] or 0}:{(found['last'] or 0) if last is None else last}"


def last_of(seen: str) -> int:
    """The latest of those whom a checksum is about."""
    return int(seen.split(":")[2])
