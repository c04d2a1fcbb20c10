from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from surveys.insight import actions
from surveys.insight.actions import extracting


@shared_task(name="insight.count_answers")
def count_answers() -> int:
    return actions.count_answers(by=CLOCK)


@shared_task(name="insight.sweep_extracts")
def sweep_extracts() -> dict[str, int]:
    """Make the copies that wait, destroy those whose time is over; harmless when run twice."""
    return extracting.sweep(by=CLOCK)


@shared_task(name="insight.clear_quotes")
def clear_quotes() -> int:
    return actions.clear_what_is_not_allowed(by=CLOCK)
