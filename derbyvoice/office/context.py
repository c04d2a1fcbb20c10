"""What every page needs to know of the office; read once a minute by each process."""

from functools import lru_cache
from time import monotonic
from types import SimpleNamespace
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from derbyvoice.office.models import EmergencyContact, Office

SECONDS_KEPT = 60


def office(request: HttpRequest) -> dict[str, Any]:
    return {"office": office_now()}


def office_now() -> SimpleNamespace:
    """Names of the office and its emergency contacts; plain words if the database is away."""
    try:
        return _office(int(monotonic() // SECONDS_KEPT))
    except DatabaseError:
        return SimpleNamespace(
            name="The office", service_name="Voice", area="", force_name="", emergency_contacts=FIXED
        )


@lru_cache(maxsize=1)
def _office(minute: int) -> SimpleNamespace:
    row = Office.objects.first() or Office(name="The office", service_name="Voice")
    contacts = list(EmergencyContact.objects.on(timezone.localdate()))
    facts = {field.name: getattr(row, field.name) for field in Office._meta.fields}
    return SimpleNamespace(**facts, emergency_contacts=contacts or FIXED)


def forget_office() -> None:
    """Read the office anew at the next page, after it was changed."""
    _office.cache_clear()


FIXED = [
    SimpleNamespace(
        name="Emergency",
        phone="999",
        url="",
        words="If you are in danger now. If you cannot speak, press 55 when asked.",
    ),
    SimpleNamespace(name="Police, not an emergency", phone="101", url="", words="To report something or ask for help."),
]
