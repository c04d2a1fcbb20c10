"""Sending against a real mail server that fails in every way a mail server fails."""

import pytest

from derbyvoice.notifications.choices import State
from derbyvoice.notifications.kinds import Ready, Withheld
from derbyvoice.notifications.models import DeadAddress, Message
from derbyvoice.notifications.sending import send_batches
from derbyvoice.office.models import Office
from tests.factories import make

pytestmark = pytest.mark.django_db


def states():
    return dict(Message.objects.values_list("recipient_ref", "state"))


def words(mail):
    """The words as a reader sees them, whatever ends a line on the wire."""
    return mail.get_content().replace("\r\n", "\n")


def test_messages_go_out_over_one_connection(server, queued):
    queued("ann", "ben", "cy")
    assert send_batches() == 3
    assert states() == {"ann": "sent", "ben": "sent", "cy": "sent"}
    assert [kept.to for kept in server.kept] == [["ann@people.example"], ["ben@people.example"], ["cy@people.example"]]
    assert server.connections == 1


def test_the_outside_of_a_letter_is_neutral_and_steady(server, queued):
    make(Office, sender_name="Voice")
    [message] = queued("ann")
    send_batches()
    mail = server.kept[0].mail
    assert mail["From"] == "Voice <no-reply@voice.example>"
    assert mail["Message-ID"] == f"<{message.reference}@voice.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"]
    assert mail.get_content_type() == "text/plain"
    assert words(mail) == "Somebody wrote to you.\n"


def test_every_change_of_state_leaves_a_step(server, queued):
    [message] = queued("ann")
    send_batches()
    assert list(message.steps.values_list("state", flat=True)) == ["claimed", "handed_over", "sent"]


def test_words_arrive_as_they_were_written(server, kind, queued):
    text = ".A dot first\n..two\nRosé — “quoted” 😀\n" + "long " * 400 + "\n\n.\nend\n"
    kind.answers["ann"] = Ready("ann@people.example", "Grüße", text)
    queued("ann")
    send_batches()
    assert words(server.kept[0].mail) == text
    assert server.kept[0].mail["Subject"] == "Grüße"


def test_what_is_not_safe_is_withheld_with_its_reason(server, kind, queued):
    kind.answers["ann"] = Withheld("The channel is not recorded as safe")
    [message] = queued("ann")
    send_batches()
    message.refresh_from_db()
    assert (message.state, message.reason) == ("withheld", "The channel is not recorded as safe")
    assert server.kept == []
    assert server.connections == 0


def test_one_bad_recipient_does_not_stop_the_batch(server, kind, queued):
    server.order(mode="5xx-for", to=["ben@people.example"])
    queued("ann", "ben", "cy")
    send_batches()
    assert states() == {"ann": "sent", "ben": "failed", "cy": "sent"}
    assert kind.told == ["ben"]
    assert server.connections == 1


def test_an_address_that_refused_mail_is_not_tried_again(server, kind, queued):
    server.order(mode="5xx")
    queued("ann")
    send_batches()
    server.order(mode="ok")
    kind.answers["again"] = Ready("Ann@people.example", "Please read", "Words")
    queued("again")
    send_batches()
    assert states() == {"ann": "failed", "again": "failed"}
    assert kind.told == ["ann", "again"]
    assert server.kept == []
    assert "ann" not in DeadAddress.objects.get().address_key


def test_a_server_that_says_later_is_asked_later(server, queued, later):
    server.order(mode="4xx")
    queued("ann", "ben")
    send_batches()
    assert states() == {"ann": "waiting", "ben": "waiting"}
    assert send_batches() == 0
    server.order(mode="ok")
    later()
    send_batches()
    assert states() == {"ann": "sent", "ben": "sent"}
    assert len(server.kept) == 2


@pytest.mark.parametrize("mode", ["refuse", "sender-refused"])
def test_an_absent_server_puts_the_whole_batch_back(server, queued, later, mode):
    server.order(mode=mode)
    queued("ann", "ben", "cy")
    send_batches()
    assert set(states().values()) == {"waiting"}
    assert server.connections == 2
    server.order(mode="ok")
    later()
    send_batches()
    assert set(states().values()) == {"sent"}
    assert len(server.kept) == 3


def test_a_server_that_hangs_up_in_the_letter_loses_nothing_however_often(server, queued, later):
    server.order(mode="drop")
    queued("ann", "ben", "cy")
    for _ in range(6):
        send_batches()
        later()
    assert set(states().values()) <= {"waiting", "uncertain"}
    server.order(mode="ok")
    later()
    send_batches()
    assert set(states().values()) == {"sent"}
    assert len(server.kept) == 3


def test_no_server_at_all(server, queued, later):
    queued("ann")
    server.stop()
    send_batches()
    assert states() == {"ann": "waiting"}
    server.start()
    later()
    send_batches()
    assert states() == {"ann": "sent"}


@pytest.mark.parametrize(("mode", "copies"), [("lost-ack", 2), ("drop-late", 0)])
def test_a_lost_answer_is_repeated_once_and_then_shown(server, queued, later, mode, copies):
    server.order(mode=mode)
    [message] = queued("ann")
    for _ in range(4):
        send_batches()
        later()
    message.refresh_from_db()
    assert (message.state, message.repeats) == (State.UNCERTAIN, 1)
    assert list(Message.objects.to_settle()) == [message]
    assert len(server.kept) == copies
    assert len({kept.message_id for kept in server.kept}) == min(copies, 1)


def test_a_repeat_that_is_answered_ends_the_doubt(server, queued, later):
    server.order(mode="lost-ack")
    [message] = queued("ann")
    send_batches()
    server.order(mode="ok")
    later()
    send_batches()
    message.refresh_from_db()
    assert (message.state, message.repeats) == (State.SENT, 1)
    assert len(server.kept) == 2


def test_a_repeat_that_is_put_off_was_no_repeat(server, queued, later):
    server.order(mode="lost-ack")
    [message] = queued("ann")
    send_batches()
    for mode in ("4xx", "drop", "refuse"):
        server.order(mode=mode)
        later()
        send_batches()
        message.refresh_from_db()
        assert (message.state, message.repeats, message.finished_at) == (State.UNCERTAIN, 0, None)
    server.order(mode="ok")
    later()
    send_batches()
    message.refresh_from_db()
    assert (message.state, message.repeats) == (State.SENT, 1)


def test_a_slow_answer_is_a_lost_answer(server, queued, settings):
    settings.EMAIL_TIMEOUT = 2
    server.order(mode="slow", seconds=4)
    [message] = queued("ann")
    send_batches()
    message.refresh_from_db()
    assert message.state == State.UNCERTAIN


def test_a_letter_refused_for_its_content_fails_but_its_address_lives(server, kind, queued):
    server.order(mode="content-refused")
    queued("ann", "ben")
    send_batches()
    assert states() == {"ann": "failed", "ben": "failed"}
    assert DeadAddress.objects.count() == 0
    assert server.connections == 1


def test_a_broken_template_harms_nobody_else_and_says_nothing_private(server, kind, queued, later, caplog):
    kind.answers["ben"] = RuntimeError("Robin Example lives at 1 Secret Street")
    queued("ann", "ben", "cy")
    send_batches()
    assert states() == {"ann": "sent", "ben": "waiting", "cy": "sent"}
    assert "Secret" not in caplog.text
    assert Message.objects.get(recipient_ref="ben").reason == "Could not be prepared: RuntimeError"
    kind.answers.clear()
    later()
    send_batches()
    assert states()["ben"] == "sent"


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "two@a.example,b@c.example", "x@y.example\nBcc: z@z.example"])
def test_what_is_no_address_fails_and_its_owner_is_told(server, kind, queued, address):
    kind.answers["ann"] = Ready(address, "Please read", "Words")
    queued("ann", "ben")
    send_batches()
    assert states() == {"ann": "failed", "ben": "sent"}
    assert kind.told == ["ann"]


def test_a_subject_cannot_add_a_header(server, kind, queued):
    kind.answers["ann"] = Ready("ann@people.example", "Hello\nBcc: other@people.example", "Words")
    queued("ann")
    send_batches()
    assert states() == {"ann": "waiting"}
    assert server.kept == []


def test_an_owner_that_cannot_take_the_failure_does_not_undo_it(server, kind, queued):
    server.order(mode="5xx")
    [message] = queued("ann")
    kind.told = None
    send_batches()
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_nothing_is_sent_while_sending_is_paused(server, queued, settings):
    settings.SENDING_PAUSED = True
    queued("ann")
    assert send_batches() == 0
    assert states() == {"ann": "waiting"}


def test_a_worker_that_must_stop_gives_its_messages_back(server, queued):
    queued("ann", "ben", "cy")
    send_batches(stop=lambda: len(server.kept) == 1)
    assert sorted(states().values()) == ["sent", "waiting", "waiting"]
    send_batches()
    assert set(states().values()) == {"sent"}
    assert len(server.kept) == 3
