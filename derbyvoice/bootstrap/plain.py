"""Speaking to whoever started the command: plain lines while it goes well, one sentence when it cannot go on."""

import errno
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent.parent


class Trouble(Exception):
    """Something that a person must put right. Its text is one sentence that says what to do; exit code 2."""


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def complain(words: str) -> None:
    sys.stderr.write(words + "\n")


def trouble_with(error: OSError, path: object = None) -> Trouble:
    """What a person can do about a file or folder that cannot be written."""
    where = error.filename or path or CLONE
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(f"{where} cannot be written: give yourself permission to write there, or clone elsewhere.")
    if error.errno == errno.ENOSPC:
        return Trouble(f"The disk is full at {where}: free some space and start again.")
    return Trouble(f"{where}: {error.strerror or error}. Put this right and start again.")
