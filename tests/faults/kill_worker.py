"""kill -9 of the worker at random, again and again, while it sends; then count.

    DATABASE_URL=postgres://... python -m tests.faults.kill_worker [--messages 1000] [--kills 200]

By SMTP: no message is lost; a repeat happens only where the kill fell between the server's final answer and our commit,
at most one for each kill and message, under the same Message-ID. By a transport that can be asked (a stand-in for
GOV.UK Notify): no message is lost and none doubled. Ends with 1 if that is not so. Without DATABASE_URL it uses SQLite.
The database must be this script's own: it empties the outbox."""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date

from tests.faults.notify_server import API_KEY, NotifyServer
from tests.faults.smtp_server import SmtpServer

LEASE_SECONDS = 1
A_MOMENT = 0.004


class Drill:
    """Messages, a transport, and a worker that is killed."""

    def __init__(self, *, messages, kills, environment, count):
        self.messages, self.kills, self.count = messages, kills, count
        self.environment = {**os.environ, "MAIL_LEASE_SECONDS": str(LEASE_SECONDS), "MAIL_BATCH": "50", **environment}
        self.killed = 0

    def run(self):
        empty_and_fill(self.messages)
        while self.killed < self.kills:
            worker = self.hire()
            self.let_it_send_some(worker)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            self.killed += 1
        worker = self.hire()
        self.wait_until_done()
        worker.terminate()
        worker.wait(20)

    def hire(self):
        return subprocess.Popen([sys.executable, "-m", "tests.faults.worker", "0.05"], env=self.environment)

    def let_it_send_some(self, worker):
        """As many as make the messages last for all kills, and then a moment more: the kill may fall anywhere."""
        before = self.count()
        share = (self.messages - before) / (self.kills - self.killed)
        wanted, end = before + 1 + int(random.uniform(0, 2) * max(share - 1, 0)), time.monotonic() + 8
        while self.count() < wanted and time.monotonic() < end and worker.poll() is None:
            time.sleep(0.0005)
        time.sleep(random.uniform(0, A_MOMENT))

    def wait_until_done(self):
        from derbyvoice.notifications.choices import UNFINISHED
        from derbyvoice.notifications.models import Message

        end = time.monotonic() + 120
        while time.monotonic() < end:
            if not Message.objects.filter(state__in=UNFINISHED, finished_at=None).exists():
                return
            time.sleep(0.1)
        print("Some messages were still unfinished after two minutes.")


def empty_and_fill(messages):
    from django.db import connection
    from django.utils import timezone

    from derbyvoice.audit.append_only import guard_statements, unguard_statements
    from derbyvoice.notifications.models import Message, Step

    with connection.cursor() as cursor:
        for statement in unguard_statements(connection.vendor, "notifications_step"):
            cursor.execute(statement)
        Step.objects.all().delete()
        Message.objects.all().delete()
        for statement in guard_statements(connection.vendor, "notifications_step"):
            cursor.execute(statement)
    now = timezone.now()
    times = {"queued_at": now, "changed_at": now, "next_try_at": now}
    Message.objects.bulk_create(
        Message(kind="fault", recipient_ref=f"person{n}", dedupe_key=f"fault-{n}", **times) for n in range(messages)
    )


def tally(references):
    """What the rows say beside what the other side got."""
    from derbyvoice.notifications.choices import State
    from derbyvoice.notifications.models import Message

    copies = Counter(references)
    rows = list(Message.objects.all())
    got = {str(row.reference): copies[str(row.reference)] for row in rows}
    shown = {str(row.reference) for row in rows if row.state == State.UNCERTAIN and row.finished_at}
    noted = sum(row.repeats for row in rows)
    return {
        "messages": len(rows),
        "arrived": sum(1 for number in got.values() if number),
        "lost": sum(1 for ref, number in got.items() if not number and ref not in shown),
        "shown to a person": len(shown),
        "second copies": sum(number - 1 for number in got.values() if number > 1),
        "more than two copies": sum(1 for number in got.values() if number > 2),
        "copies of nothing we know": sum(1 for reference in copies if reference not in got),
        "hand-overs repeated (noted)": noted,
        "second copies not noted": sum(1 for row in rows if got[str(row.reference)] > 1 and not row.repeats),
    }


def by_smtp(messages, kills):
    with SmtpServer() as server:
        address = f"smtp://127.0.0.1:{server.port}"
        environment = {"TRANSPORT": "smtp", "EMAIL_URL": address, "FROM_EMAIL": "Voice <no-reply@voice.example>"}
        drill = Drill(messages=messages, kills=kills, environment=environment, count=lambda: len(server.kept))
        drill.run()
        references = [kept.message_id.strip("<>").partition("@")[0] for kept in server.kept]
    figures = {"kills": drill.killed, **tally(references)}
    bad = figures["lost"] or figures["more than two copies"] or figures["second copies not noted"]
    return figures, not (bad or figures["copies of nothing we know"] or figures["second copies"] > drill.killed)


def by_notify(messages, kills):
    with NotifyServer() as server:
        environment = {
            "TRANSPORT": "notify",
            "NOTIFY_URL": server.url,
            "NOTIFY_API_KEY": API_KEY,
            "NOTIFY_TEMPLATE": "t",
            "FROM_EMAIL": "Voice <no-reply@voice.example>",
        }
        drill = Drill(messages=messages, kills=kills, environment=environment, count=lambda: len(server.kept))
        drill.run()
        references = [kept["reference"] for kept in server.kept]
    figures = {"kills": drill.killed, **tally(references)}
    return figures, not (figures["lost"] or figures["second copies"] or figures["copies of nothing we know"])


def prepare_database():
    from django.conf import settings
    from django.core.management import call_command

    from derbyvoice.vault.files import make_missing
    from derbyvoice.vault.keys import PURPOSES
    from tests.faults.worker import set_up

    set_up()
    make_missing(settings.KEYS_DIR, list(PURPOSES), day=date(2026, 1, 1))
    call_command("migrate", verbosity=0)


def show(results):
    names = list(results)
    print(f"{'':32}" + "".join(f"{name:>10}" for name in names) + "   allowed")
    allowed = {"lost": "0", "second copies": "SMTP ≤ kills, asked 0", "more than two copies": "0"}
    for figure in results[names[0]]:
        line = "".join(f"{results[name][figure]:>10}" for name in names)
        print(f"{figure:32}{line}   {allowed.get(figure, '')}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, default=1000)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--transport", choices=["smtp", "notify"], action="append")
    chosen = options.parse_args()
    os.environ["MODE"] = "test"
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="voice-drill-"))
    prepare_database()
    ways = {"smtp": by_smtp, "notify": by_notify}
    outcomes = {name: ways[name](chosen.messages, chosen.kills) for name in chosen.transport or ways}
    show({name: figures for name, (figures, _) in outcomes.items()})
    kept_promise = all(good for _, good in outcomes.values())
    print("All promises kept." if kept_promise else "A PROMISE WAS BROKEN.")
    return 0 if kept_promise else 1


if __name__ == "__main__":
    sys.exit(main())
