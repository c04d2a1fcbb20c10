"""An answer that was compared with an earlier one, which the person changes afterwards."""

import pytest

from surveys.questionnaires.models import Survey
from surveys.questionnaires.translating import texts_of
from surveys.responses.models import Draft, Response, Words
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
CALLS = [
    {"id": "had", "kind": "number", "text": "How many calls did you get?"},
    {"id": "wanted", "kind": "number", "text": "How many did you want?",
     "validation": [{"op": "at_least", "question": "had", "words": "You had more than that already"}]},
    {"id": "good_thing", "kind": "text", "text": "What is one good thing?"},
]  # fmt: skip
LOOK = "Please look at this once more"


@pytest.fixture
def survey():
    raw = six_questions(questions=CALLS, sections=[])
    raw["translations"] = {"pl": {place: f"[pl] {text}" for place, text in texts_of(raw).items()}}
    return make(Survey, slug="calls", opened=True, definition=raw)


@pytest.fixture
def told(client, survey):
    """Everything is answered, and the last look is open."""
    for number, answer in enumerate(["2", "3", "They rang on time"], start=1):
        client.post(f"/s/calls/{number}/", {"answer": answer, "go": "next"})
    client.post("/s/calls/agree/", {"consents": ["count"]})
    return client


def check(client):
    return client.get("/s/calls/check/").content.decode()


def test_answers_that_fit_are_sent_as_ever(told):
    assert LOOK not in check(told)
    assert told.post("/s/calls/check/")["Location"] == "/s/calls/done/"
    assert Response.objects.count() == 1


def test_whoever_changes_an_earlier_answer_is_led_to_the_later_one(told):
    told.post("/s/calls/1/", {"answer": "9", "go": "next"})
    shown = check(told)
    assert LOOK in shown
    assert "You had more than that already" in shown
    assert shown.count('href="/s/calls/2/"') == 2  # in the words, and at the answer
    assert "Send my answers" not in shown


def test_sending_all_the_same_leads_back_and_nothing_is_lost(told):
    told.post("/s/calls/1/", {"answer": "9", "go": "next"})
    answer = told.post("/s/calls/check/")
    assert answer["Location"] == "/s/calls/check/"
    assert not Response.objects.exists()
    assert Draft.objects.count() == 1
    assert "They rang on time" in check(told)


@pytest.mark.parametrize("data", [{"answer": "12", "go": "next"}, {"go": "skipped"}])
def test_a_changed_or_skipped_answer_can_be_sent(told, data):
    told.post("/s/calls/1/", {"answer": "9", "go": "next"})
    assert told.post("/s/calls/2/", data)["Location"] == "/s/calls/check/"
    assert LOOK not in check(told)
    told.post("/s/calls/check/")
    assert Response.objects.count() == Words.objects.count() == 1


def test_the_earlier_answer_can_be_changed_back(told):
    told.post("/s/calls/1/", {"answer": "9", "go": "next"})
    told.post("/s/calls/1/", {"answer": "1", "go": "next"})
    assert LOOK not in check(told)


def test_it_is_said_in_the_language_of_the_answers(client, survey):
    for number, answer in enumerate(["2", "3", "Dobrze"], start=1):
        client.post(f"/s/calls/{number}/?in=pl", {"answer": answer, "go": "next"})
    client.post("/s/calls/agree/", {"consents": ["count"]})
    client.post("/s/calls/1/", {"answer": "9", "go": "next"})
    shown = check(client)
    assert "Prosimy spojrzeć na to jeszcze raz" in shown
    assert "[pl] You had more than that already" in shown
