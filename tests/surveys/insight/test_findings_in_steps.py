"""How many people a finding rests on moves with the figures, never with one person."""

from importlib import import_module

import pytest
from django.apps import apps

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import count_answers, link_evidence
from surveys.insight.models import Finding
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, count, withdraw
from surveys.responses.models import Response
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db
PUBLISHED = {"state": "published", "published_at": NOON}


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def reader():
    return make(User, role=roles.RESEARCHER)


@pytest.fixture
def finding(survey, reader):
    return make(Finding, survey=survey, published_by=reader, **PUBLISHED)


def came(survey, number):
    rows = [make(Response, version=survey.current, answers=[1, 1, 8, None, 1, 1]) for _ in range(number)]
    for row in rows:
        count(row, 1)
    return rows


def in_figures(survey, number):
    rows = came(survey, number)
    count_answers(by=CLOCK)
    return list(Response.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def linked(finding, rows, reader):
    for row in rows:
        link_evidence(finding=finding, response=row, by=reader)


@pytest.fixture
def told(client):
    """What everybody reads."""
    return lambda: client.get("/heard/").content.decode()


@pytest.mark.parametrize(("rests_on", "says"), [(13, "about 15 people"), (5, "about 5 people")])
def test_one_person_who_takes_back_moves_nothing_before_the_step(survey, finding, reader, told, rests_on, says):
    rows = in_figures(survey, 60)
    linked(finding, rows[:rests_on], reader)
    assert says in told()
    withdraw(response=rows[0], by=PERSON)
    change_consents(response=rows[1], consents=frozenset({Consent.READ}), by=PERSON)
    assert says in told()
    assert says in told().replace("/heard/", "")
    count_answers(by=CLOCK)
    finding.refresh_from_db()
    assert finding.people <= rests_on - 2, "chance leaves out others with them"
    assert finding.people == Response.objects.filter(evidence__finding=finding, stand__isnull=False).count()


def test_newcomers_wait_for_the_step(survey, finding, reader, told):
    linked(finding, in_figures(survey, 40)[:5], reader)
    linked(finding, in_figures(survey, 9), reader)
    assert "about 5 people" in told()
    in_figures(survey, 1)
    assert "about 15 people" in told(), "five and nine"


def test_a_step_of_one_version_moves_nobody_of_another(survey, finding, reader):
    first = in_figures(survey, 40)
    linked(finding, first[:20], reader)
    numbers = finding.rests_on
    withdraw(response=first[0], by=PERSON)
    survey.current = make(type(survey.current), survey=survey)
    survey.save()
    rows = came(survey, 12)
    assert Finding.objects.get().rests_on == numbers
    count_answers(by=CLOCK)
    linked(finding, Response.objects.filter(pk__in=[row.pk for row in rows]), reader)
    assert finding.rests_on[str(survey.current_id)] == 12
    assert finding.rests_on[str(first[0].version_id)] < 20


def test_findings_that_are_there_begin_with_those_in_the_figures(survey, finding, reader):
    linked(finding, in_figures(survey, 12), reader)
    linked(finding, came(survey, 3), reader)
    before = finding.rests_on
    Finding.objects.update(rests_on={})
    import_module("surveys.insight.migrations.0010_what_findings_rest_on").fill(apps, None)
    assert Finding.objects.get().rests_on == before == {str(survey.current_id): 12}
