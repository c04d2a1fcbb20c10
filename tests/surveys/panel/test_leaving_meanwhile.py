"""Whoever leaves the panel while an invitation of theirs is being answered is asked nothing more."""

import pytest
from django.test import Client

from derbyvoice.audit.actors import PERSON
from surveys.panel.actions import answering, own
from surveys.panel.models import Carried, Invitation, Subscriber, Topic, Wave
from surveys.questionnaires.models import Survey
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Draft, Response
from tests.factories import make
from tests.surveys_journey import send_with_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """An invitation as a page read it, before its member left."""
    topic = make(Topic)
    invitation = make(Invitation, wave=make(Wave, topics=[topic]), subscriber=make(Subscriber), mails=1)
    own.leave(subscriber=invitation.subscriber, answers_too=True, by=PERSON)
    return invitation


def test_nothing_is_begun(asked):
    with pytest.raises(answering.Used):
        answering.start(invitation=asked, step=1, key=BrowserKey.new(), by=PERSON)
    assert not Draft.objects.exists()


def test_nothing_that_was_told_serves_any_more(asked):
    make(Survey, slug="how-was-it", title="How was it for you?", opened=True)
    send_with_words(Client())
    sent = Response.objects.get()
    with pytest.raises(answering.Used):
        answering.carry_sent(invitation=asked, step=1, response=sent, by=PERSON)
    with pytest.raises(answering.Used):
        answering.carry(invitation=asked, step=1, by=PERSON)
    assert not Carried.objects.exists()
