"""Mail to the people who work here about their own way in: plain text, neutral words, no link.

It goes straight out, not through the outbox: a code that comes in ten minutes is of no use."""

import logging
from smtplib import SMTPException

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


def tell(user: User, change: str) -> bool:
    """Tell somebody that their way in changed, so that they notice if it was not them."""
    text = f"{change}\n\nIf this was you, there is nothing to do. If it was not, tell the office now.\n"
    return send(user.email, "A change to your sign-in", text)
