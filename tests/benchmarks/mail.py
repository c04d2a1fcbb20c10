"""Messages a second through the outbox, against bare batches of 50 over one connection, in the same run.

    DATABASE_URL=postgres://... python -m tests.benchmarks.mail [--messages 1000] [--rounds 5]

Bare is what one would write without promises: read 50 rows, `send_messages`, one UPDATE. The outbox asks the
owner of each message, notes the hand-over before the last byte and commits each answer.
Both use the same mail server and database;
rounds alternate, and the ratio of their medians is what counts (asked: 0.6 or more). Use an empty database."""

import argparse
import os
import statistics
import subprocess
import sys
import time
from datetime import date

import tests.mode  # noqa: F401 - the test mode, before the settings are read
from derbyvoice.bootstrap import servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derbyvoice.settings")

BATCH = 50


def mail_server(port):
    process = subprocess.Popen([sys.executable, "-m", "tests.faults.smtp_server", "--port", str(port)])
    if not servers.wait_for(process, port):
        raise SystemExit("The mail server did not start.")
    return process


def fill(messages):
    from django.utils import timezone

    from derbyvoice.notifications.models import Message

    now, mark = timezone.now(), time.monotonic_ns()
    times = {"queued_at": now, "next_try_at": now, "changed_at": now}
    rows = [Message(kind="benchmark", recipient_ref=f"{n}", dedupe_key=f"{mark}-{n}", **times) for n in range(messages)]
    Message.objects.bulk_create(rows, batch_size=1000)


def letter(message):
    from derbyvoice.notifications.kinds import Ready

    return Ready(f"person{message.recipient_ref}@people.example", "Please read", "Somebody wrote to you.\n" * 10)


def bare():
    from django.core.mail import EmailMessage, get_connection
    from django.utils import timezone

    from derbyvoice.notifications.models import Message

    while batch := list(Message.objects.filter(state="waiting")[:BATCH]):
        mails = []
        for message in batch:
            ready = letter(message)
            mails.append(EmailMessage(ready.subject, ready.text, to=[ready.address]))
        get_connection("django.core.mail.backends.smtp.EmailBackend").send_messages(mails)
        Message.objects.filter(pk__in=[message.pk for message in batch]).update(
            state="sent", finished_at=timezone.now()
        )


def outbox():
    from derbyvoice.notifications.sending import send_batches

    send_batches()


def timed(way, messages):
    fill(messages)
    started, cpu = time.perf_counter(), time.process_time()
    way()
    return messages / (time.perf_counter() - started), (time.process_time() - cpu) * 1000 / messages


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from derbyvoice.notifications.kinds import Kind, register
    from derbyvoice.notifications.models import Message
    from derbyvoice.vault.files import make_missing
    from derbyvoice.vault.keys import PURPOSES

    call_command("migrate", verbosity=0)
    make_missing(settings.KEYS_DIR, list(PURPOSES), day=date(2026, 1, 1))
    register(Kind("benchmark", "For measuring.", letter))
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.TRANSPORT = "127.0.0.1", servers.free_port(), "smtp"
    settings.MAIL_BATCH = BATCH
    server = mail_server(settings.EMAIL_PORT)
    try:
        results = {"bare": [], "outbox": []}
        for _ in range(chosen.rounds):
            results["bare"].append(timed(bare, chosen.messages))
            results["outbox"].append(timed(outbox, chosen.messages))
    finally:
        server.terminate()
        server.wait()
    left = Message.objects.exclude(state="sent").count()
    report(results, left)


def report(results, left):
    print(f"{'way':8} {'messages/s':>12} {'CPU ms each':>12}")
    middle = {}
    for way, rounds in results.items():
        rates, costs = zip(*rounds, strict=True)
        middle[way] = statistics.median(rates), statistics.median(costs)
        print(f"{way:8} {middle[way][0]:12.0f} {middle[way][1]:12.2f}")
    print(f"ratio    {middle['outbox'][0] / middle['bare'][0]:12.2f} {middle['bare'][1] / middle['outbox'][1]:12.2f}")
    print(f"left unsent: {left}")


if __name__ == "__main__":
    main()
