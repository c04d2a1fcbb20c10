"""Mail to the people who work here about their own way in: plain text, neutral words, no link.

It goes straight out, not through the outbox: a code that comes in ten minutes is of no use."""

import logging
import time
from collections.abc import Callable
from smtplib import SMTPException
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from derbyvoice.users.models import User

log = logging.getLogger(__name__)
HEADERS = {"Auto-Submitted": "auto-generated"}


def send(address: str, subject: str, text: str) -> bool:
    """Send now. False, with a line in the log, if the mail server does not take it."""
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address], headers=HEADERS)
    try:
        return message.send() > 0
    except (OSError, SMTPException) as error:
        log.warning("mail was not taken", extra={"error": type(error).__name__})
        return False


def reachable() -> bool:
    """Whether the mail server answers; as slow as beginning to send."""
    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except (OSError, SMTPException):
        return False
    return True


def beside_the_answer(work: Callable[[], bool]) -> bool:
    """Do this beside the request, which goes on after a fixed time: how long it took tells a stranger nothing.

    False only if it has failed by then; what fails later is in the log, and the page says how to ask again."""
    if not settings.SIGN_IN_ANSWER_SECONDS:
        return work()
    done: list[bool] = []
    Thread(target=lambda: done.append(work())).start()
    time.sleep(settings.SIGN_IN_ANSWER_SECONDS)
    return all(done)


def tell(user: User, change: str) -> None:
    """Tell somebody that their way in changed, so that they notice if it was not them. Nobody waits for it."""
    text = f"{change}\n\nIf this was you, there is nothing to do. If it was not, tell the office now.\n"
    aside(lambda: send(user.email, "A change to your sign-in", text))


def aside(work: Callable[[], bool]) -> None:
    """Do this beside the request; at once where answers are not held back, as in tests."""
    if settings.SIGN_IN_ANSWER_SECONDS:
        Thread(target=work).start()
    else:
        work()
