"""Whole addresses for messages and for links between doors."""

from django.conf import settings
from django.urls import reverse

BASES = {"public": "PUBLIC_URL", "staff": "STAFF_URL"}


def link_to(door: str, name: str, *args: object, **kwargs: object) -> str:
    """The whole address of a named page at the public or the staff door, whichever doors this process serves."""
    path = reverse(name, urlconf=settings.EVERY_DOOR_URLCONF, args=args or None, kwargs=kwargs or None)
    return getattr(settings, BASES[door]) + path
