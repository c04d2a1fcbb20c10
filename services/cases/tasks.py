"""Each minute: make the reminders that are due, and the morning's messages. Harmless when run twice."""

from celery import shared_task

from derbyvoice.office import clock
from services.cases.actions import queue_digests, sweep


@shared_task(name="cases.sweep")
def sweep_what_is_due() -> int:
    made = sweep(now=clock.now())
    return made + queue_digests(now=clock.now())
