"""Receipts and bounces come late, twice and in any order."""

import itertools
import json
import uuid

import pytest

from derbyvoice.notifications import actions, receipts
from derbyvoice.notifications.bounces import read_bounce
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.claims import claim_batch
from derbyvoice.notifications.delivery import hand_over
from derbyvoice.notifications.endings import sent
from derbyvoice.notifications.management.commands.take_bounces import Command
from derbyvoice.notifications.models import DeadAddress, Message
from derbyvoice.notifications.sending import send_batches
from derbyvoice.notifications.transports.smtp import SmtpTransport
from derbyvoice.office import clock
from tests.factories import make

pytestmark = pytest.mark.django_db
URL = "/api/v1/receipts/"


def came(reference, status="5.1.1", action="failed"):
    return f"""\
From: Mail <mailer-daemon@relay.example>
To: no-reply@voice.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; ann@people.example
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

From: Voice <no-reply@voice.example>
Message-ID: <{reference}@voice.example>

--b--
""".encode()


def handed_over(queued):
    queued("ann")
    [message] = claim_batch(at=clock.now(), size=1)
    hand_over(message, SmtpTransport())
    return message


WHAT_HAPPENS = {
    "our note": lambda message: sent(message, at=clock.now()),
    "delivered": lambda message: receipts.delivered(message.reference, at=clock.now()),
    "failed": lambda message: receipts.failed(message.reference, at=clock.now(), reason="Came back: 5.1.1"),
}


@pytest.mark.parametrize("order", list(itertools.permutations(WHAT_HAPPENS)))
def test_any_order_has_the_same_end(queued, kind, order):
    message = handed_over(queued)
    for name in (*order, "failed", "delivered"):
        WHAT_HAPPENS[name](message)
    row = Message.objects.get()
    assert row.state == State.FAILED
    assert row.delivered_at
    assert kind.told == ["ann"]


def test_a_receipt_that_overtakes_our_note_prevents_a_repeat(queued, kind):
    message = handed_over(queued)
    receipts.delivered(message.reference, at=clock.now())
    sent(message, at=clock.now())
    assert Message.objects.get().state == State.SENT
    assert claim_batch(at=clock.now(), size=1) == []


def test_an_old_bounce_says_nothing_about_a_new_try(server, queued, kind):
    [message] = queued("ann")
    send_batches()
    receipts.failed(message.reference, at=clock.now(), reason="Came back: 5.1.1")
    actions.retry(message, by=a_user())
    receipts.failed(message.reference, at=clock.now(), reason="Came back: 5.1.1")
    assert Message.objects.get().state == State.WAITING
    assert kind.told == ["ann"]


def a_user():
    from derbyvoice.users.models import User

    return make(User)


def test_a_bounce_marks_the_message_and_buries_the_address(server, queued, kind):
    [message] = queued("ann")
    send_batches()
    assert Command().take(came(message.reference)) == "The message is marked as failed."
    assert Command().take(came(message.reference)) == "The message is marked as failed."
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.FAILED, "Came back: 5.1.1")
    assert kind.told == ["ann"]
    assert DeadAddress.objects.count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"From: a@b.example\n\nI am away until Monday.",
        came(uuid.uuid4(), status="4.4.1", action="delayed"),
        came("not-ours"),
        b"\xff\x00" * 1000,
        b"Content-Type: multipart/report; boundary=b\n\n--b\n" * 200,
    ],
)
def test_what_is_no_bounce_of_ours_changes_nothing(raw):
    assert read_bounce(raw) is None
    assert Command().take(raw) == "Not a bounce of ours; nothing was changed."


def test_a_bounce_of_an_unknown_message():
    assert Command().take(came(uuid.uuid4())) == "No such message; nothing was changed."


def test_a_full_mailbox_does_not_kill_the_address():
    assert read_bounce(came(uuid.uuid4(), status="5.2.2")).dead is False


@pytest.fixture
def post(client, settings):
    settings.NOTIFY_CALLBACK_TOKEN = "a-long-token"

    def send(facts, token="a-long-token"):
        body = facts if isinstance(facts, (str, bytes)) else json.dumps(facts)
        headers = {"Authorization": f"Bearer {token}"}
        return client.post(URL, body, content_type="application/json", headers=headers)

    return send


def test_notify_tells_us_of_a_failure(post, server, queued, kind):
    [message] = queued("ann")
    send_batches()
    facts = {"reference": str(message.reference), "status": "permanent-failure", "to": "ann@people.example"}
    assert [post(facts).status_code, post(facts).status_code] == [204, 204]
    assert Message.objects.get().state == State.FAILED
    assert kind.told == ["ann"]
    assert DeadAddress.objects.count() == 1


def test_notify_tells_us_of_a_delivery(post, server, queued):
    [message] = queued("ann")
    send_batches()
    assert post({"reference": str(message.reference), "status": "delivered"}).status_code == 204
    assert Message.objects.get().delivered_at


def test_a_wrong_token_changes_nothing(post, client, settings):
    assert post({"reference": str(uuid.uuid4()), "status": "delivered"}, token="wrong").status_code == 401
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert post({"reference": str(uuid.uuid4()), "status": "delivered"}, token="").status_code == 401
    assert client.get(URL).status_code == 405


@pytest.mark.parametrize(
    "body",
    ["", "nonsense", "[]", "null", '{"status": "delivered"}', '{"reference": "x\\u0000", "status": "delivered"}',
     '{"reference": 5, "status": "delivered"}', "[" * 9000, b"\xff\xfe", "x" * 20_000],
)  # fmt: skip
def test_nonsense_is_refused_in_words(post, body):
    answer = post(body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_an_unknown_message_is_no_error(post):
    assert post({"reference": str(uuid.uuid4()), "status": "delivered"}).status_code == 204
    assert post({"reference": str(uuid.uuid4()), "status": "permanent-failure", "to": None}).status_code == 204
