"""Changing the plain facts of the office: its names, districts, groups, numbers to call."""

from typing import TypeVar

from django.db import models, transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.office.context import forget_office

Fact = TypeVar("Fact", bound=models.Model)


@transaction.atomic
def keep(fact: Fact, *, fields: list[str], by: By) -> Fact:
    """Add or change one fact; `fields` names what changed. Pages show it within a minute.

    Raises `ValidationError` when a rule of the model is broken; nothing has then changed."""
    verb = "added" if fact._state.adding else "changed"
    fact.full_clean()
    fact.save()
    record(verb, fact, by=by, fields=sorted(fields))
    transaction.on_commit(forget_office)
    return fact
