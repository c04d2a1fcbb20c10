"""PostgreSQL and Redis for the tests: those that the environment names, or throwaway ones on free loopback ports."""

import contextlib
import ctypes
import glob
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from derbyvoice.bootstrap.plain import say

CURES = {
    "postgres": "no PostgreSQL: install it, or name a server in DATABASE_URL",
    "redis": "no Redis: install redis-server, or name one with empty databases in REDIS_URL",
}
UNPRIVILEGED = ("postgres", "nobody")
SECONDS_TO_START, SECONDS_TO_STOP = 30, 10
DATABASES = 64
NEVER_LENT = range(20000, 32000)
"""Systems give ports above these to whoever calls a server; a caller may hold such a port while a server is away."""


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """The address of a PostgreSQL server; None when there is none. Tests make databases of their own in it."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith(("postgres", "psql", "pgsql")) and answers(named, 5432):
        yield named
    elif (initdb := find_postgres("initdb")) and (program := find_postgres("postgres")):
        with folder() as place:
            yield from own_postgres(initdb, program, place)
    else:
        yield None


def find_postgres(name: str) -> str | None:
    """The real program, newest first: a packaging wrapper in PATH may want a cluster of the machine's own."""
    packaged = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: -version(path))
    return next(iter(packaged), None) or shutil.which(name)


def version(path: str) -> float:
    number = path.split("/")[4]
    return float(number) if number.replace(".", "", 1).isdigit() else 0


def own_postgres(initdb: str, program: str, place: Path) -> Iterator[str | None]:
    port, rows = free_port(), place / "rows"
    make = [initdb, "-D", str(rows), "-U", "voice", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(make, capture_output=True, text=True, check=False, cwd=place, **as_nobody())
    if made.returncode:
        say(f"PostgreSQL could not be set up: {(made.stderr.strip().splitlines() or ['no reason given'])[-1]}")
        yield None
        return
    hasty = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "jit=off")
    settings = [part for setting in hasty for part in ("-c", setting)]
    command = [program, "-D", str(rows), "-h", "127.0.0.1", "-p", str(port), "-k", str(place), *settings]
    with running(command, place, port, **as_nobody()) as there:
        yield f"postgres://voice@127.0.0.1:{port}/postgres" if there else None


@contextlib.contextmanager
def redis() -> Iterator[str | None]:
    """The address of a Redis server whose databases are all ours; None when there is none."""
    named = os.environ.get("REDIS_URL", "")
    if named and answers(named, 6379) and all_empty(named):
        yield named
    elif program := shutil.which("redis-server") or shutil.which("/usr/bin/redis-server"):
        port = free_port()
        kept = ["--save", "", "--appendonly", "no", "--databases", str(DATABASES)]
        with folder() as place:
            command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(place), *kept]
            with running(command, place, port, **as_nobody()) as there:
                yield f"redis://127.0.0.1:{port}/0" if there else None
    else:
        yield None


def all_empty(address: str) -> bool:
    """Tests empty the databases that they use, so a named server must hold nothing at all."""
    parts = urlsplit(address)
    if parts.scheme != "redis":
        return False
    try:
        with socket.create_connection((parts.hostname, parts.port or 6379), timeout=3) as line:
            if parts.password:
                ask(line, "AUTH", *filter(None, [unquote(parts.username or "")]), unquote(parts.password))
            return ask(line, "INFO", "keyspace").count("keys=") == 0
    except OSError:
        return False


def ask(line: socket.socket, *words: str) -> str:
    parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
    line.sendall(f"*{len(words)}\r\n{''.join(parts)}".encode())
    answer = line.recv(65536).decode(errors="replace")
    if answer.startswith("-"):
        raise OSError(answer.strip())
    return answer


def answers(address: str, usual_port: int) -> bool:
    parts = urlsplit(address)
    return bool(parts.hostname) and is_open(parts.hostname or "", parts.port or usual_port)


def is_open(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=3).close()
        return True
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody has, of those that no caller is given: it is still free when its server comes back."""
    while True:
        port = secrets.choice(NEVER_LENT)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def as_nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: started by root, it runs as somebody who may do nothing else."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    person = somebody()
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def somebody() -> Any:
    import pwd

    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return next(person for person in pwd.getpwall() if person.pw_uid)


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder for a throwaway server, gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="voice-server-"))
    try:
        if whose := as_nobody():
            os.chown(place, whose["user"], whose["group"])
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def running(command: list[str], place: Path, port: int, **whose: Any) -> Iterator[bool]:
    """The server while it is needed; False when it did not start. It ends with us, even if we are killed."""
    with (place / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=place, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent(), **whose
        )
    try:
        there = wait_for(process, port)
        if not there:
            lines = (place / "log").read_text(errors="replace").strip().splitlines() or ["no reason given"]
            say(f"{Path(command[0]).name} did not start: {lines[-1]}")
        yield there
    finally:
        stop(process, signal.SIGINT)


def die_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel ends the child when this process is gone."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(1, int(signal.SIGINT))


def wait_for(process: "subprocess.Popen[Any]", port: int) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        if is_open("127.0.0.1", port):
            return True
        time.sleep(0.1)
    return False


def stop(process: "subprocess.Popen[Any]", politely: int = signal.SIGTERM) -> None:
    if process.poll() is None:
        process.send_signal(politely)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
