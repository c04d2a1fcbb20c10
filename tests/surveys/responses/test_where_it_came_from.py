"""Channel, teller, service and part of the journey: kept beside the answers, and lost with them."""

import pytest
from django.db import IntegrityError, transaction

from derbyvoice.audit.actors import PERSON
from services.directory.models import Service
from surveys.questionnaires.answers import SKIPPED
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses import actions
from surveys.responses.browser import BrowserKey
from surveys.responses.choices import Channel, JourneyPart, Teller
from surveys.responses.models import Response, Uncounted
from tests.factories import make

pytestmark = pytest.mark.django_db


def sent_by(channel):
    survey, key = make(Survey, opened=True), BrowserKey.new()
    facts = {"key": key, "place": survey.slug, "by": PERSON}
    for question in definition_of(survey.current_id).questions:
        actions.save_answer(**facts, version=survey.current_id, question=question.id, answer=SKIPPED)
    actions.save_consents(**facts, consents=frozenset({Consent.COUNT}), address="")
    return actions.submit(**facts, channel=channel)


@pytest.mark.parametrize("channel", Channel)
def test_the_channel_is_kept_and_goes_with_the_count(channel):
    response = sent_by(channel)
    assert Response.objects.get().channel == channel
    actions.withdraw(response=response, by=PERSON)
    assert list(Uncounted.objects.order_by("id").values_list("channel", "sign")) == [(channel, 1), (channel, -1)]


def test_what_it_concerned_goes_when_it_is_taken_back():
    told = {"teller": Teller.FOR_SOMEONE, "concerns": JourneyPart.COURT, "language": "pl", "service": make(Service)}
    response = actions.withdraw(response=make(Response, **told), by=PERSON)
    response.refresh_from_db()
    assert (response.teller, response.concerns, response.language, response.service) == ("self", "", "en", None)


@pytest.mark.parametrize("kept", ["concerns", "service"])
def test_the_database_keeps_nothing_of_what_was_taken_back(kept):
    response = actions.withdraw(response=make(Response), by=PERSON)
    value = JourneyPart.COURT if kept == "concerns" else make(Service)
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(**{kept: value})
