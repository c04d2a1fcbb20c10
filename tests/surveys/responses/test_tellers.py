"""Whose experience it is, how old they are, and the words that fit."""

import pytest

from derbyvoice.office.models import EmergencyContact
from services.directory.models import Service
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response
from tests.factories import make
from tests.surveys.questionnaires.test_telling import AGE, PART, SERVICE, WHO, with_these

pytestmark = pytest.mark.django_db


def survey(*asked):
    return make(Survey, slug="how-was-it", opened=True, definition=with_these(*asked))


def finish(client, *first):
    """Answer the first questions so, skip the others, send."""
    for number, data in enumerate(first, start=1):
        client.post(f"/s/how-was-it/{number}/", data)
    for number in range(len(first) + 1, len(first) + 7):
        client.post(f"/s/how-was-it/{number}/", {"go": "skipped"})
    client.post("/s/how-was-it/agree/", {})
    client.post("/s/how-was-it/check/")
    return Response.objects.get()


def test_a_helpers_view_is_kept_apart(client):
    survey(WHO)
    assert finish(client, {"answer": "for_someone"}).teller == "for_someone"


def test_what_it_is_about_stands_beside_the_answers(client):
    service = make(Service)
    options = [{"id": f"service_{service.pk}", "text": "Them"}, {"id": "other", "text": "Others"}]
    survey(PART, {**SERVICE, "options": options})
    response = finish(client, {"answer": "court"}, {"answer": f"service_{service.pk}"})
    assert (response.concerns, response.service, response.teller) == ("court", service, "self")


def test_a_service_that_is_gone_loses_nothing(client):
    survey(SERVICE)
    response = finish(client, {"answer": "service_12"})
    assert (response.service, response.answers[0]) == (None, 1)


def test_the_pages_speak_to_a_helper(client):
    survey(WHO, AGE)
    client.post("/s/how-was-it/1/", {"answer": "for_someone"})
    assert "How old are they?" in client.get("/s/how-was-it/2/").content.decode()
    client.post("/s/how-was-it/2/", {"go": "skipped"})
    for number in range(3, 9):
        client.post(f"/s/how-was-it/{number}/", {"go": "skipped"})
    assert "for somebody else" in client.get("/s/how-was-it/agree/").content.decode()
    client.post("/s/how-was-it/agree/", {})
    page = client.get("/s/how-was-it/check/").content.decode()
    assert "How old are they?" in page
    assert "We keep it apart" in page
    client.post("/s/how-was-it/check/")
    assert "standing by somebody" in client.get("/s/how-was-it/done/").content.decode()


def test_who_is_under_sixteen_meets_fitting_help_and_goes_on(client):
    survey(AGE)
    make(EmergencyContact, name="A line for grown-ups", position=1)
    make(EmergencyContact, name="A line for the young", position=9, for_young=True)
    there = client.post("/s/how-was-it/1/", {"answer": "under_16"})["Location"]
    assert there == "/s/how-was-it/for-you/"
    page = client.get(there).content.decode()
    assert page.index("A line for the young") < page.index("A line for grown-ups")
    assert 'href="/s/how-was-it/2/"' in page
    assert client.get("/s/how-was-it/2/").status_code == 200
    for number in range(2, 8):
        client.post(f"/s/how-was-it/{number}/", {"go": "skipped"})
    assert "You decide this, nobody else" in client.get("/s/how-was-it/agree/").content.decode()


def test_who_is_older_goes_straight_on(client):
    survey(AGE)
    assert client.post("/s/how-was-it/1/", {"answer": "older"})["Location"] == "/s/how-was-it/2/"
