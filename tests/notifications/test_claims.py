"""Leases: nobody gets a message twice, and a dead worker gives its messages back."""

import os
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from derbyvoice.notifications.choices import State
from derbyvoice.notifications.claims import claim_batch, recover_abandoned, renew
from derbyvoice.notifications.delivery import hand_over
from derbyvoice.notifications.last_byte import LastByteNote
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import MovedOn
from derbyvoice.notifications.sending import send_batches
from derbyvoice.notifications.transports.smtp import SmtpTransport
from derbyvoice.office import clock


@pytest.mark.django_db
def test_a_batch_is_the_oldest_that_are_due(queued):
    queued("ann", "ben", "cy")
    Message.objects.filter(recipient_ref="ann").update(next_try_at=clock.now() + timedelta(hours=1))
    batch = claim_batch(at=clock.now(), size=1)
    assert [message.recipient_ref for message in batch] == ["ben"]
    assert batch[0].tries == Message.objects.get(pk=batch[0].pk).tries == 1
    assert [message.recipient_ref for message in claim_batch(at=clock.now(), size=5)] == ["cy"]
    assert claim_batch(at=clock.now(), size=5) == []


@pytest.mark.django_db
def test_killed_before_the_hand_over_it_is_sent_again_freely(server, queued, settings):
    queued("ann")
    claim_batch(at=clock.now(), size=5)
    assert send_batches() == 0
    with time_machine.travel(clock.now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS + 1), tick=True):
        assert send_batches() == 1
    message = Message.objects.get()
    assert (message.state, message.repeats, message.uncertain_at) == (State.SENT, 0, None)


@pytest.mark.django_db
def test_killed_after_the_hand_over_it_is_repeated_once_and_counted(server, queued, settings):
    queued("ann")
    moment = clock.now()
    for _ in range(2):
        [message] = claim_batch(at=moment, size=5)
        with time_machine.travel(moment, tick=False):
            hand_over(message, SmtpTransport())
        moment += timedelta(seconds=settings.MAIL_LEASE_SECONDS + 1)
        recover_abandoned(at=moment)
    message.refresh_from_db()
    assert (message.state, message.repeats) == (State.UNCERTAIN, 1)
    assert message.finished_at
    assert claim_batch(at=moment + timedelta(days=1), size=5) == []


@pytest.mark.django_db
def test_killed_while_it_prepares_a_repeat_it_stays_uncertain(queued, settings):
    queued("ann")
    moment = clock.now()
    [message] = claim_batch(at=moment, size=5)
    hand_over(message, SmtpTransport())
    moment += timedelta(seconds=settings.MAIL_LEASE_SECONDS + 5)
    recover_abandoned(at=moment)
    claim_batch(at=moment, size=5)
    moment += timedelta(seconds=settings.MAIL_LEASE_SECONDS + 5)
    recover_abandoned(at=moment)
    message.refresh_from_db()
    assert (message.state, message.repeats, message.finished_at) == (State.UNCERTAIN, 0, None)


@pytest.mark.django_db
def test_a_frozen_worker_that_wakes_does_not_send_the_last_byte(queued, settings):
    queued("ann")
    moment = clock.now()
    [message] = claim_batch(at=moment, size=5)
    recover_abandoned(at=moment + timedelta(seconds=settings.MAIL_LEASE_SECONDS + 1))
    with pytest.raises(MovedOn):
        hand_over(message, SmtpTransport())


@pytest.mark.django_db
def test_a_living_worker_keeps_what_it_claimed(queued, settings):
    queued("ann")
    moment = clock.now()
    [message] = claim_batch(at=moment, size=5)
    later = moment + timedelta(seconds=settings.MAIL_LEASE_SECONDS - 1)
    assert renew(message.claim, at=later) == 1
    assert recover_abandoned(at=later + timedelta(seconds=2)) == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_message(queued):
    queued(*[f"person{n}" for n in range(60)])
    claimed, start = [], threading.Barrier(2)

    def work():
        start.wait()
        while batch := claim_batch(at=clock.now(), size=7):
            claimed.append([message.pk for message in batch])
        connection.close()

    in_parallel(work, work)
    everything = [pk for batch in claimed for pk in batch]
    assert len(everything) == len(set(everything)) == 60


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(server, queued, settings):
    settings.MAIL_BATCH = 5
    queued(*[f"person{n}" for n in range(40)])

    def work():
        send_batches()
        connection.close()

    in_parallel(work, work)
    assert len(server.kept) == len({kept.message_id for kept in server.kept}) == 40
    assert server.connections >= 2
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def in_parallel(*works):
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


@pytest.mark.parametrize(("begun", "state"), [(False, "waiting"), (True, "uncertain")])
@pytest.mark.django_db
def test_the_note_tells_whether_the_last_byte_was_begun(queued, begun, state):
    queued("ann")
    [message] = claim_batch(at=clock.now(), size=5)
    note = LastByteNote(message.claim)
    note.__enter__()
    hand_over(message, SmtpTransport(), note=note if begun else None)
    die_without_cleaning_up(note)
    recover_abandoned(at=clock.now() + timedelta(hours=1))
    message.refresh_from_db()
    assert message.state == state


def die_without_cleaning_up(note):
    os.close(note.handle)


@pytest.mark.django_db
def test_a_frozen_worker_holds_its_note_so_its_message_is_uncertain(queued):
    queued("ann")
    [message] = claim_batch(at=clock.now(), size=5)
    with LastByteNote(message.claim):
        hand_over(message, SmtpTransport())
        recover_abandoned(at=clock.now() + timedelta(hours=1))
    message.refresh_from_db()
    assert message.state == State.UNCERTAIN


@pytest.mark.django_db
def test_where_the_note_cannot_be_written_messages_go_all_the_same(server, queued, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "last-byte").write_text("no folder")
    queued("ann", "ben")
    assert send_batches() == 2
    assert len(server.kept) == 2
