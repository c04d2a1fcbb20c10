import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.editing import tidy
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.questionnaires.rule_words import rule_words
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER, is_staff=True)
    client.force_login(user)
    return user


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_list_costs_the_same_at_thirty(client, researcher):
    make(Survey, opened=True)
    one = queries(client, "/desk/surveys/")
    for _ in range(29):
        make(Survey, opened=True)
    assert queries(client, "/desk/surveys/") == one


def test_a_survey_is_closed_and_opened(client, researcher):
    survey = make(Survey, slug="one", opened=True)
    client.post("/desk/surveys/one/", {"to": "closed"})
    survey.refresh_from_db()
    assert survey.state == "closed"
    assert "cannot become" in client.post("/desk/surveys/one/", {"to": "closed"}).content.decode()
    client.post("/desk/surveys/one/", {"to": "nonsense"})
    client.post("/desk/surveys/one/", {"to": "open"})
    survey.refresh_from_db()
    assert survey.state == "open"


def test_a_preview_says_the_rules_in_words(client, researcher):
    make(Survey, slug="one", opened=True)
    page = client.get("/desk/surveys/one/1/").content.decode()
    assert "Shown when “How good was it?” is 6 or less." in page
    assert client.get("/desk/surveys/one/2/").status_code == 404


def test_rules_in_words():
    definition = make(Survey, opened=True).current.parsed
    one = {"op": "is", "question": "heard", "value": "no"}
    two = {"op": "answered", "question": "helpful", "value": False}
    assert rule_words(definition, None) == ""
    assert rule_words(definition, {"op": "all", "of": [one, two]}) == (
        "Shown when (“Did you feel heard?” is “No” and “How good was it?” is not answered)."
    )
    assert "none of these is true" in rule_words(definition, {"op": "not", "of": [one]})
    assert "includes “A call”" in rule_words(definition, {"op": "includes", "question": "helped_by", "value": "call"})
    assert "is 3 or more" in rule_words(definition, {"op": "at_least", "question": "helpful", "value": 3})


def test_other_roles_are_refused(client):
    client.force_login(make(User, role=roles.CASE_OFFICER))
    assert client.get("/desk/surveys/").status_code == 403


def test_the_admin_shows_surveys_and_changes_none(client, researcher):
    survey = make(Survey, slug="how-was-it")
    assert client.get(f"/admin/questionnaires/survey/{survey.pk}/change/").status_code == 200
    assert client.get("/admin/questionnaires/survey/add/").status_code == 403


def test_a_finding_leads_to_what_it_names(client, researcher):
    raw = tidy(six_questions())
    raw["sections"].append({"id": "empty", "title": "Empty"})
    raw["translations"] = {"pl": {"title": "Jak było?"}}
    make(WorkingCopy, survey=make(Survey, slug="one"), changed_by=researcher, definition=raw)
    links = re.findall(
        r'<a [^>]*href="([^"]*)">([^<]*)</a>', client.get("/desk/surveys/one/draft/check/").content.decode()
    )
    assert ("/desk/surveys/one/draft/sections/empty/", "Section") in links
    assert ("/desk/surveys/one/draft/languages/pl/", "Other languages") in links
