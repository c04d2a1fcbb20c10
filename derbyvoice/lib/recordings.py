"""Sound that a stranger sent, made safe to keep: decoded in a process of its own, and only the sound written anew.

See `recording_child.py` for what that process may do. Nothing is written to a disk on the way."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from derbyvoice.lib.recording_child import MOST_SECONDS, REFUSALS

__all__ = ["MOST_BYTES", "MOST_SECONDS", "NotASound", "Sound", "sound_in"]

MOST_BYTES: Final = 10 * 1024 * 1024
SECONDS_TO_WAIT: Final = 60
CHILD: Final = Path(__file__).with_name("recording_child.py")
AT_ONCE: Final = BoundedSemaphore(2)
"""Ten minutes of sound take some seconds of a processor: two at a time leave the others to the pages."""
BUSY: Final = "busy"


class NotASound(ValueError):
    """Holds why: `strange` (no sound that we know), `long`, `empty`, `large`, or `busy` (try again)."""

    @property
    def why(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Sound:
    """One channel of Opus in WebM, and how long it is in seconds."""

    seconds: int
    content: bytes = field(repr=False)


def sound_in(raw: bytes) -> Sound:
    """The sound in what somebody sent, without anything else that was in it. Raises `NotASound`."""
    if len(raw) > MOST_BYTES:
        raise NotASound("large")
    if not AT_ONCE.acquire(timeout=SECONDS_TO_WAIT / 3):
        raise NotASound(BUSY)
    try:
        command = [sys.executable, "-I", str(CHILD)]  # nothing of a stranger's is in it
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS_TO_WAIT, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise NotASound("strange") from None
    finally:
        AT_ONCE.release()
    if done.returncode:
        raise NotASound(REFUSALS.get(done.returncode, "strange"))
    seconds, _, content = done.stdout.partition(b"\n")
    return Sound(int(seconds), content)
