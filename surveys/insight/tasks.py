from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from surveys.insight import actions


@shared_task(name="insight.count_answers")
def count_answers() -> int:
    return actions.count_answers(by=CLOCK)
