"""The clone's own Python in `.venv`, with exactly the packages whose hashes stand in the lock."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from derbyvoice.bootstrap.fetching import Source, fetch
from derbyvoice.bootstrap.plain import CLONE, Trouble, say, trouble_with
from derbyvoice.bootstrap.stamps import fingerprint, is_stamped, write_stamp

VENV = CLONE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PACKAGES = Source("Packages", "pip", "PIP_INDEX_URL")


def inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def make_ready(lock: str, *, purpose: str) -> None:
    """`.venv` holds what `requirements/<lock>.txt` asks for. Raises `Trouble` with what a person can do."""
    if not works():
        make_venv()
    install(lock, purpose=purpose)


def works() -> bool:
    """The clone's Python is there, starts, and can install packages."""
    if inside():
        return True
    try:
        return PYTHON.exists() and not subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL)
    except OSError:
        return False


def make_venv() -> None:
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Trouble(
                f"This Python lacks its {module} module: install it (on Debian or Ubuntu: "
                "sudo apt install python3-venv) and start again."
            )
    say(f"Making the folder {VENV.name} for packages")
    try:
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir(exist_ok=True)
    except OSError as error:
        raise trouble_with(error, VENV) from error
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise venv_trouble(made.stdout + made.stderr)


def venv_trouble(output: str) -> Trouble:
    shutil.rmtree(VENV, ignore_errors=True)
    if "ensurepip" in output:
        return Trouble(
            "This Python cannot make an environment with pip: install its venv package (on Debian or Ubuntu: "
            "sudo apt install python3-venv) and start again."
        )
    lines = output.strip().splitlines() or ["no reason given"]
    return Trouble(f"The folder {VENV} could not be made ({lines[-1]}): put this right and start again.")


def install(lock: str, *, purpose: str) -> None:
    """Install the lock into `.venv` unless that was done for this very lock."""
    file = CLONE / "requirements" / f"{lock}.txt"
    stamp, value = VENV / f"{lock}.stamp", fingerprint([file], sys.version)
    if is_stamped(stamp, value):
        return
    stamp.unlink(missing_ok=True)  # what it said is no longer true once this begins
    count = sum("==" in line and not line.startswith((" ", "#")) for line in file.read_text().splitlines())
    say(f"Installing {count} packages for {purpose}, each checked against its hash (up to a minute or two)")
    pip = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "--retries", "2", "-r", file]
    fetch(pip, PACKAGES, VENV / f"install-{lock}.log", heard=Progress(count))
    write_stamp(stamp, value)


class Progress:
    """Shows how far pip is, from what it says."""

    def __init__(self, count: int) -> None:
        self.seen, self.count = 0, count

    def __call__(self, line: str) -> None:
        if line.startswith(("Collecting ", "Requirement already")):
            self.seen += 1
            if self.seen % 15 == 0:
                say(f"  {self.seen} of {self.count} looked up")
        if line.startswith("Installing collected"):
            say("  all there, unpacking")
