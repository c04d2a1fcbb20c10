"""Where a survey asks for the district, its answers stand beside who lives here."""

from html import unescape

import pytest

from derbyvoice.audit.actors import CLOCK
from derbyvoice.office import clock
from derbyvoice.office.models import District
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import count_answers
from surveys.panel.models import AreaCount
from surveys.questionnaires.models import Survey
from surveys.questionnaires.office_facts import with_office_facts
from surveys.responses.actions import count
from surveys.responses.models import Response
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db


def lived_in(*, town, hills):
    """A survey that asks for the district: so many of each answered."""
    rows = [make(District, code=code, name=name) for code, name in (("H1", "Hills"), ("T1", "Town"))]
    where = {"id": "where", "kind": "district", "text": "Where do you live?"}
    raw = {**six_questions(), "questions": [where, {"id": "good", "kind": "text", "text": "What was good?"}]}
    survey = make(Survey, slug="where", opened=True, definition=with_office_facts(raw, day=clock.today()))
    for place in range(town + hills):
        count(make(Response, version=survey.current, answers=[1 if place < hills else 2, None]), 1)
    count_answers(by=CLOCK)
    return rows


def shown(client):
    client.force_login(make(User, role=roles.RESEARCHER))
    return unescape(client.get("/desk/insight/results/where/").content.decode())


def test_the_answers_stand_beside_who_lives_here(client):
    for row in lived_in(town=40, hills=10):
        make(AreaCount, district=row, number=50_000, source="ONS")
    page = shown(client)
    assert "Hills is missing: it has about 50% of people, and gave about 20% of the answers." in page
    assert "Town is missing" not in page


def test_without_counts_nobody_is_called_missing(client):
    lived_in(town=40, hills=10)
    page = shown(client)
    assert "is not loaded, so nobody can be called missing" in page
    assert "Hills is missing" not in page


def test_a_small_number_is_neither_shown_nor_to_be_worked_out(client):
    for row in lived_in(town=40, hills=3):
        make(AreaCount, district=row, number=50_000, source="ONS")
    page = shown(client)
    assert "cannot be shown: Hills" in page
    assert "about 7%" not in page
