"""Sending runs away from the request. Tasks carry no words and no addresses."""

from celery import shared_task

from derbyvoice.notifications import heartbeat
from derbyvoice.notifications.sending import send_batches
from derbyvoice.office import clock


@shared_task(name="notifications.send_what_waits")
def send_what_waits(sweep: bool = False) -> int:
    """Woken after each commit that queues a message; with `sweep` by the scheduler, which finds what was left."""
    if sweep:
        heartbeat.beat(heartbeat.SWEEP, at=clock.now())
    return send_batches()
