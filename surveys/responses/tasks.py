from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from derbyvoice.office import clock
from surveys.responses import actions


@shared_task(name="responses.forget_what_is_old")
def forget_what_is_old() -> dict[str, int]:
    return actions.forget_what_is_old(day=clock.today(), by=CLOCK)
