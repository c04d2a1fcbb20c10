"""A commit wakes the sender; where the broker is away, the sweep finds the message."""

import threading
import time

import pytest
from celery import current_app
from django.db import transaction

from derbyvoice.notifications import heartbeat, outbox
from derbyvoice.notifications.models import Heartbeat, Message
from derbyvoice.notifications.outbox import OutsideTransaction
from derbyvoice.notifications.tasks import send_what_waits
from derbyvoice.office import clock


@pytest.fixture
def woken(monkeypatch):
    names = []
    monkeypatch.setattr(current_app, "send_task", names.append)
    monkeypatch.setattr(outbox.silence, "until", 0.0)
    return names


def test_every_thread_of_a_web_process_knows_the_queue():
    found = []
    thread = threading.Thread(target=lambda: found.append(current_app.main))
    thread.start()
    thread.join()
    assert found == ["derbyvoice"]


@pytest.mark.django_db(transaction=True)
def test_one_transaction_wakes_once_and_one_undone_never(kind, woken):
    with transaction.atomic():
        for name in ("ann", "ben"):
            outbox.queue("test", recipient_ref=name, dedupe_key=name)
        assert woken == []
    assert woken == ["notifications.send_what_waits"]
    with transaction.atomic():
        outbox.queue("test", recipient_ref="cy", dedupe_key="cy")
        transaction.set_rollback(True)
    assert len(woken) == 1
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_queued_outside_a_transaction(kind):
    with pytest.raises(OutsideTransaction):
        outbox.queue("test", recipient_ref="ann", dedupe_key="ann")


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_no_message_and_little_time(kind, monkeypatch):
    asked = []

    def away(name):
        asked.append(name)
        raise ConnectionError("redis://:secret@10.0.0.1")

    monkeypatch.setattr(current_app, "send_task", away)
    monkeypatch.setattr(outbox.silence, "until", 0.0)
    started = time.monotonic()
    for name in ("ann", "ben"):
        with transaction.atomic():
            outbox.queue("test", recipient_ref=name, dedupe_key=name)
    assert time.monotonic() - started < 6
    assert len(asked) == 1
    assert Message.objects.due(clock.now()).count() == 2


@pytest.mark.django_db
def test_the_sweep_sends_and_says_when_it_ran(server, queued):
    queued("ann")
    assert heartbeat.is_late(now=clock.now())
    assert send_what_waits(sweep=True) == 1
    assert heartbeat.age(heartbeat.SWEEP, now=clock.now()).total_seconds() < 5
    assert not heartbeat.is_late(now=clock.now())
    Heartbeat.objects.update(at=clock.now() - heartbeat.LATE - heartbeat.LATE)
    assert heartbeat.is_late(now=clock.now())


@pytest.mark.django_db
def test_a_worker_that_was_only_woken_proves_nothing_about_the_clock(server, queued):
    queued("ann")
    send_what_waits()
    assert not Heartbeat.objects.exists()
