"""Recording what changed for a person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.users.models import User
from services.outcomes.models import Outcome, Score
from services.referrals.models import Referral

STANDARD = Path(__file__).parent / "standard.json"


@dataclass(frozen=True)
class Given:
    """A score from 1 to 5, or why there is none (a `NoScore`)."""

    value: int | None = None
    no_score: str = ""


@transaction.atomic
def record_scores(
    referral: Referral, scores: Mapping[Outcome, Given], *, moment: str, asked_on: date, at: datetime, by: User
) -> list[Score]:
    """Record how the outcomes stood on this day. Recording the same moment and day again corrects it.

    Raises `ValidationError` for a score outside 1 to 5."""
    kept = [keep_score(referral, outcome, given, moment, asked_on, at, by) for outcome, given in scores.items()]
    record("outcomes recorded", referral, by=by, moment=moment, scores=len(kept))
    return kept


def keep_score(
    referral: Referral, outcome: Outcome, given: Given, moment: str, asked_on: date, at: datetime, by: User
) -> Score:
    place = {"referral": referral, "outcome": outcome, "moment": moment, "asked_on": asked_on}
    row = Score.objects.filter(**place).first() or Score(**place)
    row.value, row.no_score, row.recorded_at, row.recorded_by = given.value, given.no_score, at, by
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def load_standard_outcomes(*, by: By) -> None:
    """The five outcomes that providers in the supply chain must show. What the office has changed since stays."""
    for facts in json.loads(STANDARD.read_text(encoding="utf-8"))["outcomes"]:
        row, is_new = Outcome.objects.get_or_create(key=facts["key"], defaults=facts)
        if is_new:
            record("outcome added", row, by=by, key=row.key)


@transaction.atomic
def keep_outcome(row: Outcome, *, by: By, **facts: Any) -> Outcome:
    """Add an outcome or change its words and dates. Raises `ValidationError` naming the field."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record("outcome kept", row, by=by, key=row.key)
    return row
