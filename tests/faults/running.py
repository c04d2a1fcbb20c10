"""The whole product as in production, on this machine: PostgreSQL, Redis, a mail server, gunicorn, worker and beat.

Whoever speaks with it plays the proxy that ends TLS: it says `X-Forwarded-Proto: https` and from where a request came.
Every server is this run's own, in a throwaway folder, and ends with it."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from derbyvoice.bootstrap import servers
from derbyvoice.bootstrap.suite import DUMP
from tests.faults.smtp_server import SmtpServer

HOST = "voice.example.org"
ROOT = Path(__file__).parents[2]
SAFE_WRITES = ("-c", "fsync=off", "-c", "full_page_writes=off")  # a killed process loses nothing that it had written


class Server:
    """A process that can be stopped, killed and started again on the same port."""

    def __init__(self, name, command, place, *, port, politely=signal.SIGTERM):
        self.name, self.command, self.place, self.port, self.politely = name, command, place, port, politely
        self.process = None

    def start(self, *, wait=True):
        with (self.place / f"{self.name}.log").open("a") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.place, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **servers.as_nobody(),
            )  # fmt: skip
        if wait and not servers.wait_for(self.process, self.port):
            raise RuntimeError(f"{self.name} did not start: see {self.place}")

    def stop(self):
        servers.stop(self.process, self.politely)

    def kill(self):
        """As the kernel does when memory runs out: the whole group, at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def freeze(self):
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self):
        os.killpg(self.process.pid, signal.SIGCONT)


class Service(threading.Thread):
    """A process that is started again when it ends, as docker-compose.yml has it (`restart: unless-stopped`)."""

    PAUSE = 0.5  # seconds before it is started again

    def __init__(self, words, environment, log):
        super().__init__(daemon=True)
        self.words, self.environment, self.log = words, environment, log
        self.starts, self.ending, self.lock, self.process = 0, threading.Event(), threading.Lock(), None

    def run(self):
        while self.begin():
            self.process.wait()
            self.ending.wait(self.PAUSE)

    def begin(self):
        with self.lock, self.log.open("a") as log:
            if self.ending.is_set():
                return False
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.words], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, preexec_fn=servers.die_with_parent(),
            )  # fmt: skip
            self.starts += 1
            return True

    def stop(self):
        self.ending.set()
        with self.lock:
            if self.process:
                servers.stop(self.process)
        self.join()


class Product:
    """All processes of one installation. Use it as a context; `web` is gunicorn's port."""

    def __init__(self):
        self.ending = contextlib.ExitStack()
        self.mail = SmtpServer()
        self.services = []

    def __enter__(self):
        try:
            self.begin()
        except BaseException:
            self.ending.close()
            raise
        return self

    def __exit__(self, *error):
        self.ending.close()

    def begin(self):
        self.place = self.ending.enter_context(servers.folder())
        self.own = Path(self.ending.enter_context(tempfile.TemporaryDirectory(prefix="voice-product-")))
        self.postgres, self.redis = self.make_postgres(), self.make_redis()
        for server in (self.postgres, self.redis):
            server.start()
            self.ending.callback(server.stop)
        self.ending.enter_context(self.mail)
        self.web = servers.free_port()
        self.environment = self.settings()

    def make_postgres(self):
        initdb, program = servers.find_postgres("initdb"), servers.find_postgres("postgres")
        rows, port = self.place / "rows", servers.free_port()
        make = [initdb, "-D", rows, "-U", "voice", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(make, check=True, capture_output=True, cwd=self.place, **servers.as_nobody())
        command = [program, "-D", rows, "-h", "127.0.0.1", "-p", str(port), "-k", self.place, *SAFE_WRITES]
        return Server("postgres", command, self.place, port=port, politely=signal.SIGINT)

    def make_redis(self):
        port = servers.free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        return Server("redis", command, self.place, port=port)

    def settings(self):
        """What a deployment's environment file would say; nothing of ours besides."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "MODE": "production",
            "SECRET_KEY": "only-for-this-run-" + "x" * 50,
            "PUBLIC_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
            "BEHIND_PROXY": "yes",
            "DATABASE_URL": f"postgres://voice@127.0.0.1:{self.postgres.port}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis.port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "FROM_EMAIL": f"Voice <no-reply@{HOST}>",
            "DATA_DIR": str(self.own),
            "STATIC_ROOT": str(self.own / "static"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def manage(self, *words):
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, text=True, capture_output=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def migrate(self):
        """The tables that were migrated for all runs, where there are any; what is missing of them is made here."""
        dump, psql = Path(os.environ.get(DUMP) or "/nowhere"), servers.find_postgres("psql")
        if psql and dump.exists():
            where = ["-h", "127.0.0.1", "-p", str(self.postgres.port), "-U", "voice", "postgres"]
            subprocess.run([psql, "-q", "-v", "ON_ERROR_STOP=1", "-f", dump, *where], check=True, capture_output=True)
        self.manage("migrate", "--verbosity=0")

    def serve(self):
        """Web, worker and beat, as docker-compose.yml starts them."""
        web = ["gunicorn", "-c", "python:derbyvoice.serving", "--bind", f"127.0.0.1:{self.web}"]
        queue = ["celery", "-A", "derbyvoice", "--quiet"]
        for name, words in {
            "web": web,
            "worker": [*queue, "worker", "--concurrency=2", "--loglevel=INFO"],
            "beat": [*queue, "beat", "--schedule", str(self.own / "beat"), "--loglevel=INFO"],
        }.items():
            self.run(name, words)
        end = time.monotonic() + 60
        while self.visitor().get("/healthz").status != 200:
            if time.monotonic() > end:
                raise RuntimeError(f"The web process did not start: see {self.own}")
            time.sleep(0.2)

    def run(self, name, words):
        service = Service(words, self.environment, self.own / f"{name}.log")
        service.start()
        self.ending.callback(service.stop)
        self.services.append(service)

    @property
    def starts(self):
        """How often a process of the product began to run."""
        return sum(service.starts for service in self.services)

    def visitor(self, address="192.0.2.1"):
        return Visitor(self.web, address)


class Page:
    """An answer and how long it took."""

    def __init__(self, status, headers, body, seconds):
        self.status, self.headers, self.body, self.seconds = status, headers, body, seconds

    @property
    def text(self):
        return unescape(self.body)

    @property
    def hidden(self):
        """The hidden fields that a browser would send along."""
        tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", self.body)
        pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
        return {name[1]: unescape(value[1]) if value else "" for name, value in pairs if name}


class Visitor:
    """Somebody's browser: it keeps cookies and sends forms, and follows nothing by itself."""

    PATIENCE = 40

    def __init__(self, port, address):
        self.port, self.address, self.cookies = port, address, {}

    def get(self, path, **headers):
        return self.ask("GET", path, None, headers)

    def post(self, path, fields, **headers):
        return self.ask("POST", path, urlencode(fields, doseq=True), headers)

    def ask(self, method, path, body, headers):
        """Status 0 when nothing answered."""
        started = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.PATIENCE)
        try:
            line.request(method, path, body, {**self.headers(), **headers})
            answer = line.getresponse()
            read = answer.read().decode(errors="replace")
        except OSError as error:
            return Page(0, {}, repr(error), time.monotonic() - started)
        finally:
            line.close()
        self.keep(answer)
        return Page(answer.status, answer.headers, read, time.monotonic() - started)

    def headers(self):
        return {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Origin": f"https://{HOST}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }

    def keep(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
