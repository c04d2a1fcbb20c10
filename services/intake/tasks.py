"""Receipts are kept ninety days."""

from celery import shared_task

from derbyvoice.office import clock
from services.intake.actions import forget_old_receipts


@shared_task(name="intake.forget_old_receipts")
def forget_receipts() -> int:
    return forget_old_receipts(now=clock.now())
