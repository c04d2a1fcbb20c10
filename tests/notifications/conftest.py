"""A mail server of our own, and kinds of message for the tests."""

from datetime import timedelta

import pytest
from django.db import transaction

from derbyvoice.notifications import kinds, outbox
from derbyvoice.notifications.kinds import Kind, Ready
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from tests.faults.smtp_server import SmtpServer


@pytest.fixture
def server(settings):
    with SmtpServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.TRANSPORT = "127.0.0.1", server.port, "smtp"
        settings.DEFAULT_FROM_EMAIL = "Voice <no-reply@voice.example>"
        yield server


class TestKind:
    """A kind whose answers the test chooses. It notes who was told of a failure."""

    __test__ = False

    def __init__(self):
        self.told, self.answers = [], {}

    def prepare(self, message):
        answer = self.answers.get(message.recipient_ref, self.answers.get("everybody"))
        if isinstance(answer, Exception):
            raise answer
        return answer or Ready(f"{message.recipient_ref}@people.example", "Please read", "Somebody wrote to you.\n")

    def on_failure(self, message):
        self.told.append(message.recipient_ref)


@pytest.fixture
def kind(monkeypatch):
    """The kind `test`, registered for this test only."""
    made = TestKind()
    registered = Kind("test", "For tests.", made.prepare, made.on_failure)
    monkeypatch.setitem(kinds._kinds, "test", registered)
    return made


@pytest.fixture
def queued(kind):
    """Queue one message for each name."""

    def queue(*names):
        with transaction.atomic():
            return [outbox.queue("test", recipient_ref=name, dedupe_key=f"to-{name}") for name in names]

    return queue


@pytest.fixture
def later():
    """Let the back-off of every waiting message pass."""

    def pass_by(seconds=3600):
        for message in Message.objects.filter(next_try_at__gt=clock.now() - timedelta(seconds=1)):
            message.next_try_at = max(message.queued_at, message.next_try_at - timedelta(seconds=seconds))
            message.save(update_fields=["next_try_at"])

    return pass_by
