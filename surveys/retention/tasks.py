from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from derbyvoice.office import clock
from surveys.retention import actions


@shared_task(name="retention.sweep")
def sweep() -> dict[str, int]:
    return actions.sweep(day=clock.today(), now=clock.now(), by=CLOCK)
