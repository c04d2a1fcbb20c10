"""Boxes of the builder for hard sections, other voices, and questions whose answers are fixed."""

import pytest
from django.core.exceptions import ValidationError

from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.directory.models import Service
from surveys.questionnaires.actions import publish
from surveys.questionnaires.choices import JourneyPart, Teller
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.questionnaires.translating import texts_of
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.surveys.questionnaires.test_builder import DRAFT, form_of, now, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


@pytest.fixture
def copy(maker):
    return make(WorkingCopy, survey=make(Survey, slug="one"), changed_by=maker)


def save(client, address, **changes):
    data = form_of(client.get(address))
    return client.post(address, {**data, **changes})


def test_a_section_becomes_hard_only_with_a_note_that_says_what_comes(client, copy):
    address = f"{DRAFT}sections/help/"
    facts = {"title": "Help", "seen": copy.revision}
    refused = client.post(address, {**facts, "note": "", "hard": "on"})
    assert "Write a content note" in refused.content.decode()
    assert client.post(address, {**facts, "note": "We ask about a hard time.", "hard": "on"}).status_code == 302
    assert now()["sections"][0]["hard"] is True
    again = WorkingCopy.objects.get().revision
    client.post(address, {**facts, "note": "We ask about a hard time.", "seen": again})
    assert not now()["sections"][0]["hard"]


def test_a_question_has_words_for_helpers_and_for_young_people(client, copy):
    words = {"for_helper": "Did they feel heard?", "for_young": "Did somebody listen?"}
    assert save(client, f"{DRAFT}questions/heard/", **words).status_code == 302
    assert {name: question("heard")[name] for name in words} == words
    assert save(client, f"{DRAFT}questions/heard/", for_helper="", for_young="").status_code == 302
    assert not set(words) & set(question("heard"))


@pytest.mark.parametrize(
    ("measure", "ids"),
    [("teller", list(Teller.values)), ("concerns", [*JourneyPart.values, "other"])],
)
def test_fixed_answers_are_filled_in(client, copy, measure, ids):
    new = f"{DRAFT}kinds/single/"
    data = form_of(client.get(new))
    assert client.post(new, {**data, "text": "Whose is it?", "measures": measure}).status_code == 302
    made = next(one for one in now()["questions"] if one.get("measures") == measure)
    assert [option["id"] for option in made["options"]] == ids


def test_fixed_answers_are_shown_by_a_button_and_their_words_can_change(client, copy):
    new = f"{DRAFT}kinds/single/"
    data = {**form_of(client.get(new)), "text": "Whose is it?", "measures": "teller"}
    filled = client.post(new, {**data, "go": "fill"})
    data = {**form_of(filled), "option-1-text": "Somebody else’s", "option-2-text": ""}
    client.post(new, data)
    made = next(one for one in now()["questions"] if one.get("measures") == "teller")
    assert made["options"] == [
        {"id": "self", "text": "For myself"},
        {"id": "for_someone", "text": "Somebody else’s"},
    ]


def test_an_answer_about_age_says_whether_it_is_of_young_people(client, copy):
    address = f"{DRAFT}questions/heard/"
    assert "stands for people under 16" not in client.get(address).content.decode()
    shown = client.post(address, {**form_of(client.get(address)), "measures": "age", "go": "more"})
    assert "Option 1 stands for people under 16" in shown.content.decode()
    assert client.post(address, {**form_of(shown), "option-0-young": "on"}).status_code == 302
    assert [option.get("young", False) for option in question("heard")["options"]] == [True, False, False]


def test_services_are_filled_in_when_it_is_published():
    service = make(Service, name="Help by telephone")
    asked = {"id": "from", "kind": "single", "text": "Who helped?", "measures": "service"}
    raw = six_questions(questions=[asked, *six_questions()["questions"]])
    version = publish(survey=make(Survey, slug="two"), definition=raw, by=make(User))
    options = version.definition["questions"][0]["options"]
    assert {"id": f"service_{service.pk}", "text": "Help by telephone"} in options
    assert options[-1]["id"] == "other"
    assert version.parsed.questions[0].options


def test_half_a_translation_is_not_published_and_names_of_services_need_none():
    make(Service)
    asked = {"id": "from", "kind": "single", "text": "Who helped?", "measures": "service"}
    raw = six_questions(questions=[asked, *six_questions()["questions"]])
    told = {place: f"[pl] {text}" for place, text in texts_of(raw).items()}
    survey = make(Survey, slug="two")
    half = {place: text for place, text in told.items() if place != "questions.again.text"}
    with pytest.raises(ValidationError, match="has no translation"):
        publish(survey=survey, definition={**raw, "translations": {"pl": half}}, by=make(User))
    version = publish(survey=survey, definition={**raw, "translations": {"pl": told}}, by=make(User))
    assert "pl" in version.definition["translations"]
