"""By when something must be done. Pure: the rule, the facts and the day come in, a date or a reason comes out.

Criminal Procedure Rules 2025, rule 18.4: an application for special measures is served not more than 20 business
days (magistrates' court) or 10 business days (Crown Court) after the not-guilty plea."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from derbyvoice.lib.working_days import CalendarEnds, within_working_days_of
from services.witness_care.choices import CountedFrom, Court
from services.witness_care.models import CourtFacts, DeadlineRule


@dataclass(frozen=True)
class Deadline:
    """The last day, what must be done by then, and where that is written; or what must be known first."""

    due_on: date | None
    words: str
    source: str = ""

    def days_left(self, day: date) -> int | None:
        """Days from this day to the last one; negative when it has passed."""
        return None if self.due_on is None else (self.due_on - day).days


def rules_on(day: date) -> list[DeadlineRule]:
    """Every rule in force on this day; asked once for many deadlines."""
    return list(DeadlineRule.objects.on(day))


def deadline_for(*, kind: str, came_in: date, facts: CourtFacts | None, rules: Sequence[DeadlineRule]) -> Deadline:
    """The deadline of something of this kind that came in on this day, under these rules."""
    court = facts.court if facts else Court.NOT_KNOWN
    fitting = [rule for rule in rules if rule.kind == kind and rule.court in ("", court)]
    if not fitting:
        return Deadline(None, "Record which court it is, to see the deadline.")
    rule = max(fitting, key=lambda rule: bool(rule.court))
    start = came_in if rule.counted_from == CountedFrom.REQUEST else facts and facts.plea_on
    if not start:
        return Deadline(None, "Record the day of the not-guilty plea, to see the deadline.", rule.source)
    try:
        return Deadline(within_working_days_of(start, rule.working_days), rule.words, rule.source)
    except CalendarEnds:
        return Deadline(None, "Check the year of the day that the deadline counts from.", rule.source)
