from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from derbyvoice.office import clock
from surveys.safeguarding import actions


@shared_task(name="safeguarding.escalate")
def escalate() -> dict[str, int]:
    return actions.escalate(now=clock.now(), by=CLOCK)
