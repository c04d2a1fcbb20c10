"""A note beside the database: whose last byte goes out at this moment.

Noting the hand-over in the database takes a commit; a worker killed in that commit had sent nothing, yet its message
would count as uncertain. The note is one write to a local file whose lock dies with the worker. It only ever makes an
uncertain message certain: without the file, on another machine or while the worker lives, it stays uncertain."""

import logging
import os
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from django.conf import settings

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows has no such locks: there every killed hand-over is uncertain
    fcntl = None

log = logging.getLogger(__name__)
BOOT = Path("/proc/sys/kernel/random/boot_id")
SECONDS_KEPT = 86_400


def file_of(claim: UUID) -> Path:
    return Path(settings.DATA_DIR) / "last-byte" / f"{claim}.note"


@cache
def this_boot() -> str:
    """What is written but not yet on the disk survives a killed process; it does not survive the machine."""
    with suppress(OSError):
        return BOOT.read_text().strip()
    return ""


class LastByteNote:
    """Kept open, and locked, for as long as the worker has the batch."""

    def __init__(self, claim: UUID) -> None:
        self.file, self.handle = file_of(claim), -1

    def __enter__(self) -> Self:
        if fcntl and this_boot():
            try:
                self.make()
            except OSError as error:  # a full or foreign disk must not keep a single message back
                log.warning("no note of the last byte", extra={"reason": error.strerror})
                self.drop()
        return self

    def make(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        forget_old(self.file.parent)
        self.handle = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.handle, fcntl.LOCK_EX)
        os.pwrite(self.handle, this_boot().encode(), 0)

    def drop(self) -> None:
        """Away with the file first: while it is there, and its lock is not, its letters count as never begun."""
        if self.handle >= 0:
            self.file.unlink(missing_ok=True)
            os.close(self.handle)
        self.handle = -1

    def __exit__(self, *error: object) -> None:
        self.drop()

    def begin(self, reference: object) -> None:
        """From here on the letter with this reference may be out."""
        if self.handle >= 0:
            os.pwrite(self.handle, f" {reference}".encode(), len(this_boot()))


def was_never_begun(claim: UUID | None, reference: object) -> bool:
    """True only if the worker of this claim is dead, on this machine, and had not begun this letter's last byte."""
    if not (fcntl and claim):
        return False
    try:
        handle = os.open(file_of(claim), os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        boot, _, begun = os.read(handle, 200).decode().partition(" ")
        return bool(boot) and boot == this_boot() and begun != str(reference)
    except OSError:
        return False
    finally:
        os.close(handle)


def forget_old(folder: Path) -> None:
    """Notes of workers that died holding nothing."""
    for file in folder.glob("*.note"):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > SECONDS_KEPT:
                file.unlink()
