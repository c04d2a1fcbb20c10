"""Keeping figures: what they mean, their values over time, and what they may be set beside."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from derbyvoice.audit.actions import record, record_change
from derbyvoice.users.models import User
from scrutiny.measures.models import Comparator, Measure, Value


def next_number() -> int:
    return (Measure.objects.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def keep_measure(*, by: User, **facts: Any) -> Measure:
    """A new figure to follow, under the next number. Raises `ValidationError` if its facts do not hold together."""
    measure = Measure(number=next_number(), **facts)
    measure.full_clean()
    measure.save()
    record("measure_kept", measure, by=by, number=measure.number)
    return measure


@transaction.atomic
def change_measure(measure: Measure, *, by: User, **values: Any) -> Measure:
    """Correct what is said of a figure. Comparison cannot be closed while comparators stand beside it."""
    if values.get("comparator_allowed") is False and measure.comparators.exists():
        raise ValidationError({"comparator_allowed": "Remove the comparators first: they would go on being drawn."})
    return record_change(measure, "measure_changed", by=by, **values)


@transaction.atomic
def record_value(measure: Measure, *, at: datetime, by: User, **facts: Any) -> Value:
    """The figure for a period. One that was there for the same period stays on record, superseded."""
    period = {name: facts.get(name, "") for name in ("period_words", "reported")}
    superseded = measure.values.filter(is_current=True, **period).update(is_current=False)
    value = Value(measure=measure, recorded_at=at, recorded_by=by, **facts)
    value.full_clean()
    value.save()
    record("value_recorded", measure, by=by, value=value.pk, superseded=superseded)
    return value


@transaction.atomic
def add_comparator(measure: Measure, *, by: User, **facts: Any) -> Comparator:
    """Set another area's figure beside this one. Refused where the figure may not be compared; the database
    refuses it as well."""
    measure.refresh_from_db(fields=["comparator_allowed"])
    if not measure.comparator_allowed:
        raise ValidationError(f"This figure may not be compared: {measure.comparator_reason}")
    comparator = Comparator(measure=measure, **facts)
    comparator.full_clean()
    comparator.save()
    record("comparator_added", measure, by=by, comparator=comparator.pk)
    return comparator


@transaction.atomic
def remove_comparator(comparator: Comparator, *, by: User) -> None:
    """Take a comparator away; the audit keeps that it was there."""
    record("comparator_removed", comparator.measure, by=by, comparator=comparator.pk, area=comparator.area)
    comparator.delete()
