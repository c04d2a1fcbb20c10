"""Letters as files in a folder: the demo's way out. Named by reference, so a repeat replaces and never doubles."""

import os
from pathlib import Path
from typing import Self

from django.conf import settings

from derbyvoice.notifications.letters import Letter
from derbyvoice.notifications.transports import BeforeLastByte, Unreachable


class FolderTransport:
    """Writes `<reference>.eml` into MAIL_DIR, whole or not at all."""

    name = "folder"
    can_be_asked = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is held open."""

    def deliver(self, letter: Letter, *, before_last_byte: BeforeLastByte) -> str:
        before_last_byte()
        try:
            keep(file_of(letter.reference), letter.content)
        except OSError as error:
            raise Unreachable(f"The mail folder cannot be written: {type(error).__name__}") from error
        return letter.reference

    def ask(self, reference: str) -> bool:
        return file_of(reference).exists()


def file_of(reference: str) -> Path:
    return Path(settings.MAIL_DIR) / f"{reference}.eml"


def keep(file: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, readable by this user only."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)
