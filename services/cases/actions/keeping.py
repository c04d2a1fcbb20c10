"""The office keeps the plain facts that cases stand on: teams, officers, and how often people are contacted."""

from typing import TypeVar

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from services.cases.models import Case, CaseClock, ContactPolicy, Officer, Team

Fact = TypeVar("Fact", Team, Officer, ContactPolicy)


@transaction.atomic
def keep_fact(row: Fact, *, by: By) -> Fact:
    """Add or change a team, an officer or a contact policy. Raises ValidationError that names the field.

    An officer who joins another team takes their cases along, so that the new supervisor sees them.
    A policy that changes holds for contacts from then on; days that were promised to people stay."""
    new = row.pk is None
    row.full_clean()
    row.save()
    if isinstance(row, Officer):
        Case.objects.filter(officer=row).update(team=row.team)
        CaseClock.objects.filter(officer=row).update(team=row.team)
    record("added" if new else "changed", row, by=by)
    return row
