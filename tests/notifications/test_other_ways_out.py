"""A folder of letters and GOV.UK Notify: both can be asked by reference, so nothing is lost and nothing doubled."""

import pytest
from django.core.mail import send_mail

from derbyvoice.notifications import mailbox
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.claims import claim_batch, recover_abandoned
from derbyvoice.notifications.delivery import hand_over
from derbyvoice.notifications.models import DeadAddress, Message
from derbyvoice.notifications.sending import send_batches
from derbyvoice.notifications.transports import open_transport
from derbyvoice.office import clock
from tests.faults.notify_server import API_KEY, NotifyServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.TRANSPORT, settings.MAIL_DIR = "folder", tmp_path / "mail"
    settings.DEFAULT_FROM_EMAIL = "Voice <no-reply@voice.example>"
    return settings.MAIL_DIR


@pytest.fixture
def notify(settings):
    with NotifyServer() as server:
        settings.TRANSPORT, settings.NOTIFY_URL, settings.NOTIFY_API_KEY = "notify", server.url, API_KEY
        settings.NOTIFY_TEMPLATE = "the-template"
        yield server


def killed_in_the_hand_over(*, after_delivery):
    """A worker handed a message over and died."""
    [message] = claim_batch(at=clock.now(), size=1)
    transport = open_transport()
    if after_delivery:
        from derbyvoice.notifications.delivery import WayOut, letter_for

        letter = letter_for(message, WayOut(transport, set()))
        transport.deliver(letter, before_last_byte=lambda: hand_over(message, transport))
        transport.__exit__()
    else:
        hand_over(message, transport)
        transport.__exit__()
    Message.objects.update(lease_until=clock.now())
    recover_abandoned(at=clock.now())
    return message


def test_letters_are_kept_in_the_folder_for_the_mailbox(folder, queued):
    [message] = queued("ann")
    send_batches()
    [kept] = mailbox.kept_messages()
    assert (kept.name, kept.to, kept.subject) == (str(message.reference), "ann@people.example", "Please read")
    assert kept.text.strip() == "Somebody wrote to you."
    assert kept.at
    assert [file.suffix for file in folder.iterdir()] == [".eml"]


def test_codes_for_signing_in_are_kept_beside_them(folder, settings):
    settings.EMAIL_BACKEND = "derbyvoice.notifications.mailbox.FolderBackend"
    send_mail("Your code", "123456", None, ["officer@staff.example"])
    assert [kept.text.strip() for kept in mailbox.kept_messages()] == ["123456"]


def test_an_empty_folder_has_no_messages(folder):
    assert mailbox.kept_messages() == []


@pytest.mark.parametrize("after_delivery", [True, False])
def test_killed_in_the_hand_over_to_the_folder(folder, queued, after_delivery):
    queued("ann")
    message = killed_in_the_hand_over(after_delivery=after_delivery)
    send_batches()
    message.refresh_from_db()
    assert (message.state, message.repeats) == (State.SENT, 0)
    assert len(mailbox.kept_messages()) == 1


@pytest.mark.parametrize("after_delivery", [True, False])
def test_killed_in_the_hand_over_to_notify(notify, queued, after_delivery):
    queued("ann")
    message = killed_in_the_hand_over(after_delivery=after_delivery)
    send_batches()
    message.refresh_from_db()
    assert (message.state, message.repeats) == (State.SENT, 0)
    assert [kept["reference"] for kept in notify.kept] == [str(message.reference)]


def test_notify_gets_the_words_and_gives_its_reference(notify, queued):
    [message] = queued("ann")
    send_batches()
    message.refresh_from_db()
    assert notify.kept[0]["personalisation"] == {"subject": "Please read", "text": "Somebody wrote to you.\n"}
    assert notify.kept[0]["template"] == "the-template"
    assert message.transport_ref == notify.kept[0]["id"]


def test_an_answer_of_notify_that_was_lost_is_asked_for(notify, queued, later):
    notify.lose_answers = True
    [message] = queued("ann")
    send_batches()
    message.refresh_from_db()
    assert message.state == State.UNCERTAIN
    later()
    send_batches()
    message.refresh_from_db()
    assert (message.state, len(notify.kept)) == (State.SENT, 1)


@pytest.mark.parametrize(("mode", "state"), [(429, "waiting"), (403, "waiting"), (400, "failed")])
def test_what_notify_refuses(notify, kind, queued, mode, state):
    notify.mode = mode
    [message] = queued("ann")
    send_batches()
    message.refresh_from_db()
    assert message.state == state
    assert DeadAddress.objects.count() == (1 if mode == 400 else 0)


def test_notify_away_is_certain_not_to_have_taken_it(settings, queued):
    settings.TRANSPORT, settings.NOTIFY_URL, settings.NOTIFY_API_KEY = "notify", "http://127.0.0.1:1", API_KEY
    [message] = queued("ann")
    send_batches()
    message.refresh_from_db()
    assert message.state == State.WAITING
