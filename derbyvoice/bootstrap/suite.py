"""`manage.py test`: everything on SQLite, then again on PostgreSQL and Redis where there are any."""

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator

from derbyvoice.bootstrap import front_end, own_python, servers
from derbyvoice.bootstrap.demo import settings_named
from derbyvoice.bootstrap.plain import CLONE, say

NOTHING_CHOSEN = 5  # pytest's exit code when no test was selected
SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
TABLES, TEMPLATE, DUMP = "VOICE_TEST_TABLES", "VOICE_TEST_TEMPLATE", "VOICE_TEST_DUMP"
"""The settings that say where the migrated tables are: a SQLite file, a database on PostgreSQL, and a dump of it."""
SPREAD_EVENLY = ("-n", "auto", "--dist", "worksteal")
SIDE_BY_SIDE = ("-n", "4", "--dist", "worksteal")
"""For drills: most of their time they wait for what they cut to come back."""


class Runs:
    """What was run, how it ended, and what was not run."""

    def __init__(self, chosen: list[str]) -> None:
        self.chosen = chosen
        self.tables: dict[str, str] = {}
        self.closing: list[str] = []
        self.left_out: list[str] = []
        self.failed = False

    def run(self, title: str, markers: str, *options: str, where: str = "tests", **environment: str) -> None:
        """One run of pytest; its closing line is shown again at the end.

        `where` is the folder that holds them all, so that no other is read; a choice of tests goes before it."""
        say(f"\n=== {title}")
        chosen = self.chosen if any(names_tests(word) for word in self.chosen) else [*self.chosen, where]
        command = [str(own_python.PYTHON), "-m", "pytest", "-m", markers, *options, *chosen]
        code, last = follow(command, {**clean_environment(), **self.tables, **environment})
        self.failed |= code not in (0, NOTHING_CHOSEN)
        self.closing.append(f"{title}: {last}")

    def tell(self) -> int:
        say("")
        for line in (*self.closing, *(f"Not run: {line}" for line in self.left_out)):
            say(line)
        say(total(self.closing))
        return 1 if self.failed else 0


def names_tests(word: str) -> bool:
    """Whether this word of the command line is a file, a folder or a test in one."""
    return (CLONE / word.partition("::")[0]).exists()


def total(closing: list[str]) -> str:
    """All closing lines of pytest as one, in pytest's own words."""
    counts: Counter[str] = Counter()
    for line in closing:
        for number, word in re.findall(r"(\d+) (failed|passed|skipped|xfailed|xpassed|error|rerun)s?\b", line):
            counts[word] += int(number)
    seconds = sum(float(number) for line in closing for number in re.findall(r"in ([\d.]+)s", line))
    words = ("failed", "passed", "skipped", "error", "rerun")
    said = ", ".join(f"{counts[word]} {word}" for word in words if counts[word])
    return f"{said or 'no tests ran'} in {seconds:.2f}s"


def run(arguments: list[str]) -> int:
    """Run what was asked for; 0 when everything that ran passed."""
    options, chosen = read(arguments)
    own_python.make_ready("dev", purpose="the tests")
    front_end.make_ready()
    if options.prepare_only:
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return run_all(Runs(chosen), options)


def run_all(runs: "Runs", options: argparse.Namespace) -> int:
    if options.only_sqlite:
        with tables(None) as runs.tables:
            on_sqlite(runs)
        runs.left_out.append("everything on PostgreSQL and Redis (--only-sqlite)")
        return runs.tell()
    with servers.postgres() as database, servers.redis() as redis, tables(database) as runs.tables:
        on_sqlite(runs, " and not walks" if database else "")
        on_servers(runs, database, redis)
    return runs.tell()


@contextlib.contextmanager
def tables(database: str | None) -> Iterator[dict[str, str]]:
    """The tables, migrated once on each database, both at the same time: every run begins with a copy of them."""
    say("\n=== Making the tables")
    with tempfile.TemporaryDirectory(prefix="voice-tables-") as place:
        file, dump, name = f"{place}/tables.sqlite3", f"{place}/tables.sql", f"voice_tables_{os.getpid()}"
        making = [tables_of(place, f"sqlite:///{file}", "make", file)]
        if database:
            making.append(tables_of(place, database, "make", name, "--dump", dump))
        ended = [process.wait() for process in making]
        if any(ended):
            sys.exit("The tables could not be made: see above.")
        try:
            yield {TABLES: file} | ({TEMPLATE: name, DUMP: dump} if database else {})
        finally:
            if database:
                tables_of(place, database, "drop", name).wait()


def tables_of(place: str, database: str, *words: str) -> "subprocess.Popen[str]":
    told = {**clean_environment(), "MODE": "test", "DATA_DIR": place, "DATABASE_URL": database}
    command = [str(own_python.PYTHON), "-m", "tests.tables", *words]
    return subprocess.Popen(command, cwd=CLONE, env=told, text=True, stdin=subprocess.DEVNULL)


def on_sqlite(runs: Runs, without: str = "") -> None:
    """Everything that needs no server, then what a browser shows."""
    runs.run("On SQLite", f"not (browser or postgres or redis or faults){without}", *SPREAD)
    if chromium := find_chromium():
        runs.run("In Chromium", "browser", *SPREAD_EVENLY, where="tests/browser", CHROMIUM=chromium)
    else:
        runs.left_out.append("the browser tests (no Chromium: install it, or name it in CHROMIUM)")


def on_servers(runs: Runs, database: str | None, redis: str | None) -> None:
    """Every test with a database on PostgreSQL, Redis or both, and those that only these can show."""
    found = {"DATABASE_URL": database, "REDIS_URL": redis}
    addresses = {name: address for name, address in found.items() if address}
    missing = [name for name, address in (("postgres", database), ("redis", redis)) if not address]
    for name in missing:
        runs.left_out.append(f"the tests marked {name} ({servers.CURES[name]})")
    without = "".join(f" and not {name}" for name in missing)
    if addresses:
        names = " and ".join(name for name, there in (("PostgreSQL", database), ("Redis", redis)) if there)
        with_rows = f"(django_db or postgres or redis) and not (browser or faults){without}"
        runs.run(f"On {names}", with_rows, *SPREAD, **addresses)
    addresses.pop("DATABASE_URL", None)  # these bring databases of their own
    runs.run("With faults", f"faults and not browser{without}", *SIDE_BY_SIDE, where="tests/faults", **addresses)


def read(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="manage.py test",
        description="Run the tests.",
        epilog="Everything else, such as paths and -k, goes to pytest.",
    )
    parser.add_argument("--only-sqlite", action="store_true", help="leave out PostgreSQL and Redis")
    parser.add_argument("--prepare-only", action="store_true", help="install and build, and run nothing")
    return parser.parse_known_args(arguments)


def clean_environment() -> dict[str, str]:
    """No setting of a deployment reaches the tests: they make their own keys, folders and databases."""
    return {name: value for name, value in os.environ.items() if name not in settings_named()}


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "/usr/bin/chromium")
    return next(filter(None, map(shutil.which, names)), None)


def follow(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run it with its output shown as it comes; gives the exit code and the last line."""
    last = ""
    with started(command, environment) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
        return process.wait(), last


@contextlib.contextmanager
def started(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A child that does not outlive this process."""
    process = subprocess.Popen(command, cwd=CLONE, env=environment, text=True, errors="replace",
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    try:
        yield process
    finally:
        servers.stop(process)
        if process.stdout:
            process.stdout.close()
