from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from surveys.panel import actions


@shared_task(name="panel.forget_knocks")
def forget_knocks() -> int:
    return actions.forget_knocks(by=CLOCK)
