from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from derbyvoice.office import clock
from surveys.panel.actions import inviting, joining


@shared_task(name="panel.forget_knocks")
def forget_knocks() -> int:
    return joining.forget_knocks(by=CLOCK)


@shared_task(name="panel.sweep")
def sweep() -> dict[str, int]:
    """Invite and remind; harmless when run twice."""
    return inviting.sweep(now=clock.now(), by=CLOCK)
