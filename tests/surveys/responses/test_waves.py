"""What the journey carries for a member of the panel, and what is counted of where people stop."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from derbyvoice.audit.actors import PERSON
from surveys.questionnaires.models import Survey
from surveys.responses import actions
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Draft, Footfall, Response
from tests.factories import make
from tests.surveys_journey import ANSWERS, answer_all

pytestmark = pytest.mark.django_db
WHO = uuid.uuid4()


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


def asked(client, survey, *, wave=7, who=WHO):
    """A member presses the button of an invitation in this browser."""
    key = BrowserKey.new()
    facts = {"key": key, "version": survey.current, "place": survey.slug, "wave": wave, "pseudonym": who}
    actions.begin_in_wave(**facts, by=PERSON)
    answer = client.get("/s/how-was-it/")
    key.put(answer)
    client.cookies.update(answer.cookies)
    return key


def finish(client):
    answer_all(client)
    client.post("/s/how-was-it/agree/", {"consents": ["count"]})
    return client.post("/s/how-was-it/check/")


def steps_of(wave):
    return list(Footfall.objects.filter(wave=wave).values_list("at", "onward", "number"))


def test_wave_and_pseudonym_travel_sealed_in_the_draft(client, survey):
    asked(client, survey)
    assert str(WHO).encode() not in Draft.objects.get().sealed.envelope
    page = client.get("/s/how-was-it/1/")
    assert str(WHO) not in page.content.decode()
    assert "Start" in client.get("/s/how-was-it/").content.decode()
    assert finish(client).status_code == 302
    response = Response.objects.get()
    assert (response.wave, response.pseudonym) == (7, WHO)


def test_who_was_not_asked_has_no_pseudonym(client, survey):
    finish(client)
    response = Response.objects.get()
    assert (response.wave, response.pseudonym) == (None, None)


def test_one_answer_to_a_wave_and_another_stands_alone(client, survey):
    for _ in range(2):
        client.cookies.clear()
        asked(client, survey)
        finish(client)
    told = set(Response.objects.values_list("wave", "pseudonym"))
    assert told == {(7, WHO), (None, WHO)}, "a member who takes back all their answers takes back this one too"
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Response, wave=7, pseudonym=WHO)


def test_another_members_draft_is_not_mixed_with_mine(client, survey):
    key = asked(client, survey)
    client.post("/s/how-was-it/1/", ANSWERS[1])
    facts = {"key": key, "version": survey.current, "place": survey.slug, "wave": 7, "by": PERSON}
    assert actions.begin_in_wave(**facts, pseudonym=WHO).answers
    assert not actions.begin_in_wave(**facts, pseudonym=uuid.uuid4()).answers


def test_taking_back_ends_the_pseudonym(client, survey):
    row = make(Response, wave=7, pseudonym=WHO)
    assert actions.withdraw(response=row, by=PERSON).pseudonym is None
    row.refresh_from_db()
    assert (row.wave, row.pseudonym) == (None, None)


def test_each_step_is_counted_once_and_nobody_is_in_it(client, survey):
    key = asked(client, survey)
    facts = {"key": key, "version": survey.current, "place": survey.slug, "wave": 7, "pseudonym": WHO}
    actions.begin_in_wave(**facts, by=PERSON)
    for _ in range(2):
        client.post("/s/how-was-it/1/", ANSWERS[1])
    client.post("/s/how-was-it/2/", ANSWERS[2])
    assert steps_of(7) == [(Footfall.DOOR, 0, 1), (0, 1, 1), (1, 2, 1)]
    finish(client)
    assert steps_of(7)[-1] == (Footfall.END, Footfall.SENT, 1)
    client.cookies.clear()
    client.post("/s/how-was-it/1/", ANSWERS[1])
    assert steps_of(0) == [(0, 1, 1)]
