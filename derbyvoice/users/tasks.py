"""What the clock does for sign-ins."""

from celery import shared_task

from derbyvoice.office import clock
from derbyvoice.users import actions


@shared_task(name="users.forget_old_sign_ins")
def forget_old_sign_ins() -> int:
    """Forget what is a year old, and browsers' rows that have run out."""
    return actions.forget_old_sign_ins(now=clock.now())
