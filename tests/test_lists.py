"""Lists ask the database the same number of questions whether they show 1 row or 30."""

from datetime import date

import pytest
from django.urls import reverse

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from scrutiny.commitments.models import Commitment
from scrutiny.meetings.models import Meeting
from scrutiny.questions.models import Answer, Question
from surveys.fieldwork.models import Session
from surveys.insight.models import Evidence, Extract, Finding
from surveys.panel.models import Wave
from surveys.questionnaires.models import QuestionSet, Revision, Survey, Version, WorkingCopy
from surveys.responses.models import Kiosk, NamedWish, Recording, Response
from tests.factories import make, number
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
DONE_EARLIER = date(2024, 5, 1)


def answered(state):
    return make(Answer, question=make(Question, state=state))


def published_finding():
    finding = make(Finding, state="published", published_at=clock.now(), published_by=make(User))
    make(Evidence, finding=finding, response=make(Response, version=make(Version, survey=finding.survey)))


LISTS = [
    ("commitments_list", None, lambda: make(Commitment), 3),
    ("commitments_changed", None, lambda: make(Commitment, state="done"), 2),
    ("meetings_list", None, lambda: make(Meeting, date=DONE_EARLIER, address=f"day-{next(number)}", state="held"), 3),
    ("questions_list", None, lambda: answered("published"), 3),
    ("questions_desk", roles.FORCE_DESK, lambda: make(Question, state="with_force"), 5),
    ("insight_heard", None, published_finding, 4),
    ("insight_findings", roles.RESEARCHER, lambda: make(Finding), 5),
    ("insight_extracts", roles.RESEARCHER, lambda: make(Extract), 5),
    ("insight_responses", roles.RESEARCHER, lambda: make(Response), 6),
    ("insight_recordings", roles.RESEARCHER, lambda: make(Recording), 5),
    ("responses_screens", roles.OFFICE_STAFF, lambda: make(Kiosk), 6),
    ("responses_wishes", roles.OFFICE_STAFF, lambda: make(NamedWish), 5),
    ("fieldwork_sessions", roles.RESEARCHER, lambda: make(Session), 5),
    ("questionnaires_list", roles.RESEARCHER, lambda: make(WorkingCopy), 6),
    ("questionnaires_sets", roles.RESEARCHER, lambda: make(QuestionSet), 5),
    ("panel_waves", roles.RESEARCHER, lambda: make(Wave), 8),
]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("name", "role", "row", "queries"), LISTS, ids=[one[0] for one in LISTS])
def test_a_list_asks_as_many_questions_however_long(client, name, role, row, queries, rows, django_assert_num_queries):
    for _ in range(rows):
        row()
    if role:
        client.force_login(make(User, role=role))
    client.get(reverse(name))
    with django_assert_num_queries(queries):
        answer = client.get(reverse(name))
    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_versions_of_a_survey_too(client, rows, django_assert_num_queries):
    one = make(Survey, slug="one")
    for _ in range(rows):
        make(Version, survey=one)
    client.force_login(make(User, role=roles.RESEARCHER))
    page = reverse("questionnaires_survey", args=["one"])
    client.get(page)
    with django_assert_num_queries(6):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_what_was_done_to_a_survey_too(client, rows, django_assert_num_queries):
    survey = make(Survey, slug="one")
    for _ in range(rows):
        make(Revision, survey=survey)
    client.force_login(make(User, role=roles.RESEARCHER))
    page = reverse("questionnaires_history", args=["one"])  # the address "questionnaires_history"
    client.get(page)
    with django_assert_num_queries(7):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_ways_through_a_survey_too(client, rows, django_assert_num_queries):
    asked = {
        "id": "first",
        "kind": "single",
        "text": "First?",
        "options": [{"id": f"o{n}", "text": f"O {n}"} for n in range(rows)],
    }
    rules = [{"op": "is", "question": "first", "value": f"o{n}"} for n in range(rows)]
    shown = [{"id": f"q{n}", "kind": "text", "text": "More?", "show_when": rule} for n, rule in enumerate(rules)]
    copy = make(WorkingCopy, definition={**six_questions(), "questions": [asked, *shown]})
    client.force_login(make(User, role=roles.RESEARCHER))
    page = reverse("questionnaires_paths", args=[copy.survey.slug, "draft"])  # the address "questionnaires_paths"
    client.get(page)
    with django_assert_num_queries(5):
        assert client.get(page).status_code == 200
