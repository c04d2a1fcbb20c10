"""The demo's mailbox: every message that left the house, as a file that a newcomer may look at."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage as Mail
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from derbyvoice.notifications.transports.folder import keep


class FolderBackend(BaseEmailBackend):
    """Keeps what Django itself sends (codes for signing in) beside the letters of the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep(Path(settings.MAIL_DIR) / f"{uuid.uuid4()}.eml", message.message().as_bytes(linesep="\r\n"))
        return len(email_messages)


@dataclass(frozen=True)
class KeptMessage:
    """One letter as its reader sees it, and when it was kept."""

    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str


def kept_messages(*, most: int = 200) -> list[KeptMessage]:
    """What is in the mail folder, newest first."""
    files = sorted(Path(settings.MAIL_DIR).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [read(file) for file in files[:most]]


def read(file: Path) -> KeptMessage:
    mail = message_from_bytes(file.read_bytes(), policy=default)
    return KeptMessage(
        name=file.stem,
        at=datetime.fromtimestamp(file.stat().st_mtime, timezone.get_current_timezone()),
        sender=str(mail["From"] or ""),
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        text=words_of(mail),
    )


def words_of(mail: Mail) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""
