"""Real processes, really killed. The full drill is run by hand: `python -m tests.faults.kill_worker`."""

import os
import signal
import subprocess
import sys
import time

import pytest

from derbyvoice.bootstrap import servers
from tests.faults.smtp_server import SmtpServer

pytestmark = pytest.mark.faults
SECONDS_TO_RECOVER = 60


class Place:
    """A database of its own with messages in it, a mail server, and workers."""

    def __init__(self, folder, server):
        self.folder, self.server, self.workers = folder, server, []
        self.environment = {
            **os.environ,
            "MODE": "test",
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/faults.sqlite3",
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "TRANSPORT": "smtp",
            "FROM_EMAIL": "Voice <no-reply@voice.example>",
            "MAIL_LEASE_SECONDS": "2",
        }

    def fill(self, messages):
        self.ask(f"from tests.faults.kill_worker import *; prepare_database(); empty_and_fill({messages})")

    def ask(self, code):
        run = subprocess.run([sys.executable, "-c", code], env=self.environment, text=True, capture_output=True)
        assert run.returncode == 0, run.stderr[-2000:]
        return run.stdout.strip()

    def hire(self):
        self.workers.append(
            subprocess.Popen([sys.executable, "-m", "tests.faults.worker", "0.1"], env=self.environment)
        )
        return self.workers[-1]

    def arrived(self):
        return len({kept.message_id for kept in self.server.kept})

    def second_copies(self):
        return len(self.server.kept) - self.arrived()

    def wait_for(self, number, seconds=SECONDS_TO_RECOVER):
        end = time.monotonic() + seconds
        while self.arrived() < number and time.monotonic() < end:
            time.sleep(0.005)
        return self.arrived()


@pytest.fixture
def place(tmp_path, with_tables):
    with_tables(tmp_path / "faults.sqlite3")
    with SmtpServer() as server:
        place = Place(tmp_path, server)
        yield place
        for worker in place.workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()


def test_killed_at_random(tmp_path, with_tables):
    with_tables(tmp_path / "drill.sqlite3")
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill_worker", "--messages", "60", "--kills", "8"],
        env={**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/drill.sqlite3"},
        text=True,
        capture_output=True,
        timeout=240,
    )
    print(run.stdout)
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]


def test_told_to_stop_it_loses_and_doubles_nothing(place):
    place.fill(150)
    worker = place.hire()
    place.wait_for(20)
    worker.terminate()
    assert worker.wait(20) == 0
    assert place.arrived() < 150
    place.hire()
    assert place.wait_for(150) == 150
    assert place.second_copies() == 0


def test_frozen_longer_than_its_lease_it_repeats_at_most_one(place):
    place.fill(150)
    frozen = place.hire()
    place.wait_for(20)
    frozen.send_signal(signal.SIGSTOP)
    time.sleep(3)
    place.hire()
    place.wait_for(149)
    frozen.send_signal(signal.SIGCONT)
    assert place.wait_for(150) == 150
    time.sleep(1)
    assert place.second_copies() <= 1


def test_mail_goes_out_within_a_minute_after_the_mail_server_is_back(place):
    place.fill(30)
    place.server.stop()
    place.hire()
    time.sleep(8)
    place.server.start()
    back = time.monotonic()
    assert place.wait_for(30) == 30
    assert time.monotonic() - back < SECONDS_TO_RECOVER
    assert place.second_copies() == 0


def test_with_redis_away_the_form_answers_and_the_mail_goes(place):
    """Nobody listens where Redis should be: writing a message down takes little time, and the sweep sends it."""
    place.fill(1)
    place.environment["REDIS_URL"] = f"redis://127.0.0.1:{servers.free_port()}/0"
    took = place.ask(
        "from tests.faults.kill_worker import *; prepare_database()\n"
        "import time; from django.db import transaction; from derbyvoice.notifications import outbox\n"
        "start = time.monotonic()\n"
        "with transaction.atomic(): outbox.queue('fault', recipient_ref='ann', dedupe_key='ann')\n"
        "print(time.monotonic() - start)"
    )
    assert float(took.splitlines()[-1]) < 6
    place.hire()
    assert place.wait_for(2) == 2
