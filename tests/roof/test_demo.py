"""The demo as one process: it answers, signs anybody in with one button, shows what was sent, and ends cleanly."""

import http.cookiejar
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from email.message import EmailMessage

import pytest
from django.conf import settings

from derbyvoice.bootstrap import servers
from derbyvoice.users.roles import ROLES

pytestmark = pytest.mark.long
SECONDS = 600  # a busy machine; it takes a few


class Demo:
    """A running demo and a browser without JavaScript."""

    def __init__(self, data):
        self.port = servers.free_port()
        self.address, self.data = f"http://127.0.0.1:{self.port}", data
        self.cookies = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def start(self):
        told = {"PATH": os.defpath, "MODE": "demo", "DATA_DIR": str(self.data), "PUBLIC_URL": self.address}
        told["STATIC_ROOT"] = str(self.data / "static")
        command = [sys.executable, "manage.py", "run_demo", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=told, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.process.stdout.read()
            try:
                return self.get("/healthz")
            except OSError:
                time.sleep(0.2)
        raise AssertionError("The demo did not answer.")

    def get(self, path, form=None):
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.browser.open(self.address + path, data, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.url
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.url

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=90)
        return self.process.returncode, said

    def settled_rows(self):
        """How many rows each table has, once the worker has done what the clock asked for at the start."""
        looks, patience = [self.rows()], time.monotonic() + SECONDS
        while looks[-4:] != [looks[-1]] * 4 or not looks[-1]["cases_reminder"]:
            assert time.monotonic() < patience, "the sweep of the contact clocks never came"
            time.sleep(3)
            looks.append(self.rows())
        return looks[-1]

    def rows(self):
        with sqlite3.connect(self.data / "voice.sqlite3") as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            moving = {"django_session", "users_signin", "notifications_heartbeat", "audit_event", "sqlite_sequence"}
            return {
                name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for name in tables
                if name not in moving
            }


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    if not (settings.BASE_DIR / "static/build/public.css").exists():
        pytest.skip("the front end is not built: manage.py test builds it")
    running = Demo(tmp_path_factory.mktemp("demo"))
    try:
        running.start()
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def test_it_has_a_button_for_each_role(demo):
    status, page, _ = demo.get("/demo/")
    assert status == 200
    for role in ROLES.values():
        assert f'action="/demo/sign-in/{role.key}/"' in page


@pytest.mark.parametrize("key", ROLES)
def test_a_button_signs_in_and_opening_the_page_does_not(demo, key):
    demo.cookies.clear()
    status, page, _ = demo.get(f"/demo/sign-in/{key}/")
    assert status == 200
    assert not [cookie for cookie in demo.cookies if cookie.name == "s"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    status, _, arrived = demo.get(f"/demo/sign-in/{key}/", {"csrfmiddlewaretoken": token})
    assert [cookie.name for cookie in demo.cookies if cookie.name == "s"] == ["s"]
    assert (status, "sign-in" in arrived) == (200, False)


def test_nobody_has_an_unknown_role(demo):
    assert demo.get("/demo/sign-in/superuser/")[0] == 404


def test_the_mailbox_shows_messages_newest_first_with_links_to_click(demo):
    for number, words in enumerate(["first", "second"]):
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "Voice <a@example.org>", "b@example.org", f"The {words} – é"
        letter.set_content(f"Open http://127.0.0.1/{words}/ <script>alert(1)</script>")
        path = demo.data / "mail" / f"{words}.eml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(bytes(letter))
        os.utime(path, (2_000_000_000 + number, 2_000_000_000 + number))
    _, page, _ = demo.get("/demo/mailbox/")
    assert page.index("The second – é") < page.index("The first – é")
    assert '<a href="http://127.0.0.1/first/"' in page
    assert "<script>alert" not in page


def test_it_ends_cleanly_and_starts_again_with_everything_once(demo):
    before = demo.settled_rows()
    code, said = demo.end(signal.SIGINT)
    assert (code, "Traceback" in said) == (0, False), said
    assert "Ended. Everything is kept" in said
    demo.start()
    assert demo.settled_rows() == before
    code, said = demo.end()
    assert (code, "Traceback" in said) == (0, False), said


def test_its_log_is_json_without_what_was_typed(demo):
    log = (demo.data / "demo.log").read_text()
    assert '"message": "answered"' in log
    assert "csrfmiddlewaretoken" not in log
    assert all(line.startswith("{") for line in log.splitlines())
