"""Loads the facts about one area from one file: the office, districts, crime groups, cohorts, emergency
numbers, and the rights in the Victims' Code."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from derbyvoice.office.context import forget_office
from derbyvoice.office.models import Cohort, CrimeGroup, District, EmergencyContact, Office, VictimRight

AREAS = Path(__file__).parent / "areas"
LISTS: dict[str, tuple[type[models.Model], str]] = {
    "districts": (District, "code"),
    "crime_groups": (CrimeGroup, "key"),
    "cohorts": (Cohort, "key"),
    "emergency_contacts": (EmergencyContact, "name"),
    "victim_rights": (VictimRight, "key"),
}


class AreaFileError(ValueError):
    """The area's file cannot be used; the message says where and why."""


@transaction.atomic
def load_area(name: str) -> None:
    """Load or refresh the area with this file name (without .json). Nothing is deleted.

    A file for demonstrations can begin a real office too: in production its pages do not call people made up."""
    facts = read_area(AREAS / f"{name}.json")
    demonstration = facts.get("demonstration", False) and not settings.PRODUCTION
    Office.objects.update_or_create(id=1, defaults={**facts["office"], "demonstration": demonstration})
    for key, (model, identity) in LISTS.items():
        for row in facts[key]:
            model._default_manager.update_or_create(**{identity: row[identity]}, defaults=row)
    forget_office()


def read_area(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AreaFileError(f"{path.name} cannot be read: {error}") from error
    if missing := sorted({"office", *LISTS} - set(facts)):
        raise AreaFileError(f"{path.name} lacks {', '.join(missing)}.")
    return facts
