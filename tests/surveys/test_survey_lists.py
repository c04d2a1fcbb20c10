"""Every list of this wing costs the same for one row and for thirty: literal numbers of queries."""

import pytest
from django.urls import reverse

from derbyvoice.office.context import office_now
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.models import Participant
from surveys.insight.models import Evidence, Finding
from surveys.questionnaires.models import Survey, Version
from surveys.responses.models import Response, Words
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db
DESK = 3
"""Queries of any staff page: the browser's session, the sign-in, the roles."""


def fill(rows):
    by = make(User)
    survey = make(Survey, slug="one", opened=True)
    for number in range(rows):
        if number:
            make(Version, survey=survey)
            make(Survey, opened=True)
        response = make(Response, version=survey.current)
        make(Words, response=response)
        told = {"state": "published", "published_at": NOON, "published_by": by}
        make(Evidence, finding=make(Finding, survey=survey, **told), response=response)
        make(Participant)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("name", "args", "queries"),
    [
        ("questionnaires_list", (), DESK + 3),
        ("questionnaires_survey", ("one",), DESK + 3),
        ("insight_responses", (), DESK + 3),
        ("insight_results", ("one",), DESK + 4),
        ("insight_findings", (), DESK + 2),
        ("fieldwork_sessions", (), DESK + 2),
    ],
)
def test_a_list_of_the_desk(client, django_assert_num_queries, rows, name, args, queries):
    fill(rows)
    office_now()
    client.force_login(make(User, role=roles.RESEARCHER))
    client.get(reverse(name, args=args))
    with django_assert_num_queries(queries):
        assert client.get(reverse(name, args=args)).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("responses_open", 1), ("insight_heard", 4)])
def test_a_list_for_everybody(client, django_assert_num_queries, rows, name, queries):
    fill(rows)
    office_now()
    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200
