"""Messages that the demonstration kept in its data folder instead of sending them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True)
class Letter:
    """One kept message, as its reader would see it."""

    to: str
    sender: str
    subject: str
    text: str
    at: datetime


def newest(most: int) -> list[Letter]:
    """The last messages kept, newest first."""
    files = [path for path in settings.MAIL_DIR.rglob("*") if path.is_file() and not path.name.startswith(".")]
    latest = sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)[:most]
    return [read(path) for path in latest]


def read(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return Letter(
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content() if body else "",
        at=datetime.fromtimestamp(path.stat().st_mtime, timezone.get_current_timezone()),
    )
