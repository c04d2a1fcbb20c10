"""What leaves the house: one plain-text letter to one address, whose outside tells a stranger nothing."""

from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.timezone import localtime

from derbyvoice.notifications.kinds import Ready
from derbyvoice.notifications.models import Message
from derbyvoice.office.context import office_now

PLAIN_LINES = Charset("utf-8")
PLAIN_LINES.body_encoding = QP  # no server between here and the reader may break a long or foreign line


class BadAddress(ValueError):
    """No mail can be sent to what stands in the place of an address."""


@dataclass(frozen=True)
class Letter:
    """Ready to go: the same reference always gives the same Message-ID."""

    reference: str
    sender: str
    address: str
    subject: str
    text: str
    content: bytes
    again: bool = False


def sender_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id(reference: object) -> str:
    return f"<{reference}@{sender_address().rpartition('@')[2]}>"


def write_letter(message: Message, ready: Ready, *, at: datetime) -> Letter:
    """Render the letter. Raises `BadAddress`, or `ValueError` for a header with a line break."""
    address, sender, reference = deliverable(ready.address), sender_address(), str(message.reference)
    shown = formataddr((getattr(office_now(), "sender_name", ""), sender))
    outside = {
        "Date": format_datetime(localtime(at)),
        "Message-ID": message_id(reference),
        "Auto-Submitted": "auto-generated",
        **ready.headers,
    }
    mail = EmailMessage(ready.subject, ready.text, shown, [address], headers=outside)
    mail.encoding = PLAIN_LINES
    content = mail.message().as_bytes(linesep="\r\n")
    return Letter(reference, sender, address, ready.subject, ready.text, content, again=message.tries > 1)


def deliverable(address: str) -> str:
    """The address in the form that every mail server takes: the domain in ASCII."""
    local, _, domain = address.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
        plain.encode("ascii")
        validate_email(plain)
    except (UnicodeError, ValidationError) as error:
        raise BadAddress("Not an address that mail can be sent to.") from error
    return plain
