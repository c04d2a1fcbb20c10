"""Published figures from a file of facts."""

from datetime import datetime

from django.db import transaction

from derbyvoice.lib.facts import Facts
from derbyvoice.users.models import User
from scrutiny.measures import actions
from scrutiny.measures.choices import Unit
from scrutiny.measures.models import Measure

FIELDS = (
    *("name", "unit", "value", "up_is_good", "reported", "comparator", "note", "approximate", "change", "period"),
    *("area", "definition", "source"),
)
NOTHING_KNOWN = "Nobody has recorded a figure that means the same, so none is set beside it."
NOT_ALLOWED = "No other figure may be set beside it."


@transaction.atomic
def import_measures(facts: Facts, *, at: datetime, by: User, demonstration: bool = False) -> int:
    """Every figure in the file; gives how many were new. Read again, the same file changes nothing.

    Raises `FactsError` with the name of the field; then nothing of the file is kept."""
    facts.only("measures")
    return sum(keep(item.only(*FIELDS), at=at, by=by, demonstration=demonstration) for item in facts.items("measures"))


def keep(item: Facts, *, at: datetime, by: User, demonstration: bool) -> bool:
    name = item.text("name", most=160)
    measure = Measure.objects.filter(name=name).first()
    is_new = measure is None
    if measure is None:
        measure = actions.keep_measure(name=name, by=by, demonstration=demonstration, **told_of(item))
    keep_value(item, measure, at=at, by=by)
    keep_comparator(item, measure, by=by)
    return is_new


def told_of(item: Facts) -> dict[str, object]:
    note = item.text("note", most=1000, needed=False)
    allowed, reason = comparison(item, note)
    return {
        "unit": item.choice("unit", among=Unit.values),
        "up_is_good": item.flag("up_is_good") if item.has("up_is_good") else None,
        "area": item.text("area", most=80, needed=False),
        "definition": item.text("definition", most=2000, needed=False),
        "source": item.text("source", most=300, needed=False),
        "limits": note,
        "comparator_allowed": allowed,
        "comparator_reason": reason,
    }


def comparison(item: Facts, note: str) -> tuple[bool, str]:
    """Whether the file allows a comparison, and why: `null` and silence forbid it; words or a figure allow it."""
    if "comparator" not in item.values:
        return False, NOTHING_KNOWN
    if not item.has("comparator"):
        return False, note or NOT_ALLOWED
    if isinstance(item.values["comparator"], str):
        return True, item.text("comparator", most=1000)
    return True, note or "The same figure is published for another area."


def keep_value(item: Facts, measure: Measure, *, at: datetime, by: User) -> None:
    period = item.text("period", most=80, needed=False)
    reported = item.text("reported", most=160, needed=False)
    if not period and not reported:
        item.refuse("period", "is missing, and so is “reported”: a figure needs one of them.")
    told = {
        "value": item.number("value"),
        "approximate": item.flag("approximate"),
        "change": item.number("change", needed=False),
        "period_words": period,
        "reported": reported,
    }
    if not measure.values.filter(is_current=True, **told).exists():
        actions.record_value(measure, at=at, by=by, **told)


def keep_comparator(item: Facts, measure: Measure, *, by: User) -> None:
    if not item.has("comparator") or isinstance(item.values["comparator"], str):
        return
    other = item.inner("comparator").only("value", "area", "period", "definition", "source")
    area, period = other.text("area", most=120), other.text("period", most=80, needed=False)
    if measure.comparators.filter(area=area, period_words=period).exists():
        return
    told = {"value": other.number("value"), "definition": other.text("definition", most=2000, needed=False)}
    source = other.text("source", most=300, needed=False)
    actions.add_comparator(measure, area=area, period_words=period, source=source, by=by, **told)
