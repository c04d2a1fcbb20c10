"""Each morning: officers are asked to talk to people whose service may not work for them any more."""

from celery import shared_task

from derbyvoice.office import clock
from services.referrals.actions import tell_officers


@shared_task(name="referrals.tell_officers")
def tell_officers_of_stopped() -> int:
    return tell_officers(day=clock.today())
