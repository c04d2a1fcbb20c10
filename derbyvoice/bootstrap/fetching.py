"""Programs that fetch packages: followed with bounded patience, and one kind of sentence when nothing comes."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from derbyvoice.bootstrap.plain import CLONE, Trouble, say, trouble_with

NO_NETWORK = (
    *("NewConnectionError", "Failed to establish", "name resolution", "Network is unreachable", "ProxyError"),
    *("Could not fetch URL", "ConnectTimeoutError", "Connection refused", "getaddrinfo failed", "Read timed out"),
    *("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "TIMEDOUT", "npm error network"),
)
NO_SPACE = ("No space left on device", "ENOSPC")
QUIET_SECONDS = 20
MINUTES = "FETCH_MINUTES"


@dataclass(frozen=True)
class Source:
    """What is fetched, by which program, and the setting that names another place to fetch it from."""

    what: str
    program: str
    setting: str

    def away(self, log: Path) -> Trouble:
        return Trouble(f"{self.what} could not be downloaded: {self.cure(log)}")

    def silent(self, minutes: float, log: Path) -> Trouble:
        return Trouble(
            f"{self.what} did not come within {span(minutes * 60)}: {self.cure(log)} A slow line needs more time: set "
            f"{MINUTES} to more than {minutes:g}."
        )

    def cure(self, log: Path) -> str:
        return (
            "connect this machine to the internet, or tell of your proxy (HTTPS_PROXY), or point "
            f"{self.program} at your own package index ({self.setting}), and start again; {log} says more."
        )


def fetch(
    command: Sequence[object],
    source: Source,
    log: Path,
    *,
    environment: dict[str, str] | None = None,
    heard: Callable[[str], object] = str,
) -> None:
    """Run it to its end, keep what it says in the log, and say from time to time that it still runs.

    Raises `Trouble` with what a person can do. A program that takes too long is stopped, with all that it started."""
    minutes = patience()
    whose = {} if os.name == "nt" else {"process_group": 0}
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               stdin=subprocess.DEVNULL, encoding="utf-8", errors="replace", cwd=CLONE,
                               env=environment, **whose)  # type: ignore[call-overload]  # fmt: skip
    faults: list[OSError] = []
    reader = threading.Thread(target=keep, args=(process, log, heard, faults), daemon=True)
    reader.start()
    try:
        ended = wait(process, until=monotonic() + minutes * 60)
    finally:
        stop(process)
        reader.join(5)
    if faults:
        raise trouble_with(faults[0], log)
    if not ended:
        raise source.silent(minutes, log)
    if process.returncode:
        raise failed(source, log)


def patience() -> float:
    """For how many minutes a program may fetch."""
    words = os.environ.get(MINUTES, "15")
    try:
        minutes = float(words)
    except ValueError:
        minutes = 0
    if not 0 < minutes < 10_000:
        raise Trouble(f"{MINUTES} is “{words}”: write for how many minutes to wait, such as 15.")
    return minutes


def keep(process: "subprocess.Popen[str]", log: Path, heard: Callable[[str], object], faults: list[OSError]) -> None:
    """Write down what it says; a log that cannot be written, as on a full disk, ends the program."""
    assert process.stdout  # asked for where it was started
    try:
        with process.stdout as said, log.open("w", encoding="utf-8") as kept:
            for line in said:
                kept.write(line)
                kept.flush()
                heard(line)
    except OSError as fault:
        faults.append(fault)
        stop(process)


def wait(process: "subprocess.Popen[str]", *, until: float) -> bool:
    """Whether it came to its end in time."""
    begun = monotonic()
    while (left := until - monotonic()) > 0:
        try:
            process.wait(timeout=min(QUIET_SECONDS, left))
            return True
        except subprocess.TimeoutExpired:
            say(f"  still waiting, {span(monotonic() - begun)} so far")
    return False


def span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes"


def stop(process: "subprocess.Popen[str]") -> None:
    """End it and what it started; what has ended already stays as it is."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def failed(source: Source, log: Path) -> Trouble:
    said = log.read_text(encoding="utf-8", errors="replace")
    if "do not match the hashes" in said.lower() or "EINTEGRITY" in said:
        return Trouble(f"A downloaded package is not the one the lock names: do not use it; {log} says which.")
    if any(sign in said for sign in NO_SPACE):
        return Trouble(f"The disk is full at {log.parent}: free some space and start again.")
    if any(sign in said for sign in NO_NETWORK):
        return source.away(log)
    return Trouble(f"{source.what} could not be installed: {log} says why; put that right and start again.")
