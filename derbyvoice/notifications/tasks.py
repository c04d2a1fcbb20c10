"""Sending runs away from the request. Tasks carry no words and no addresses."""

from celery import shared_task


@shared_task(name="notifications.send_what_waits")
def send_what_waits() -> int:
    from derbyvoice.notifications.sending import send_batches

    return send_batches()
