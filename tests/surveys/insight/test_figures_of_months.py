"""A link to the figures of some months names the months, so that it stays true when the first month changes."""

from datetime import date

import pytest

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import count_answers
from surveys.insight.models import Release
from surveys.questionnaires.models import Survey
from surveys.responses.actions import count, withdraw
from surveys.responses.models import Response
from tests.factories import make

pytestmark = pytest.mark.django_db
PAGE = "/desk/insight/results/how-was-it/"


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def looker(client, survey):
    client.force_login(make(User, role=roles.COMMISSIONER))
    return client


def came(survey, month, number):
    rows = [
        make(Response, version=survey.current, answers=[1, 1, 8, None, 1, 1], submitted_on=date(2026, month, 9))
        for _ in range(number)
    ]
    for row in rows:
        count(row, 1)
    count_answers(by=CLOCK)
    return rows


def said(looker, query):
    return looker.get(f"{PAGE}?{query}").context.get("said")


def test_a_month_keeps_its_name_when_an_earlier_one_goes(looker, survey):
    first = came(survey, 3, 12)
    came(survey, 4, 40)
    came(survey, 5, 40)
    assert said(looker, "since=2026-04&until=2026-04") == ["Month in which it came: April 2026"]
    assert said(looker, "since=2026-05") == ["Month in which it came: May 2026"]
    assert said(looker, "until=2026-04") == ["Month in which it came: March 2026 or April 2026"]
    for row in first:
        withdraw(response=row, by=PERSON)
    count_answers(by=CLOCK)
    assert said(looker, "since=2026-04&until=2026-04") == ["Month in which it came: April 2026"]


@pytest.mark.parametrize("query", ["since=0", "until=1", "since=2026-02", "since=2026-3", "since=%C2%B2", "until=x"])
def test_a_link_that_names_no_month_of_the_figures_is_an_error(looker, survey, query):
    came(survey, 3, 40)
    page = looker.get(f"{PAGE}?{query}").content.decode()
    assert "There is a problem" in page
    assert "chart__value" not in page, "not everybody's figures instead"
    page = looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-again&{query}").content.decode()
    assert "There is a problem" in page
    assert not Release.objects.filter(asked__columns__isnull=False).exists()


def test_the_page_offers_months_by_their_names(looker, survey):
    came(survey, 3, 40)
    page = looker.get(PAGE).content.decode()
    assert '<option value="2026-03"' in page
