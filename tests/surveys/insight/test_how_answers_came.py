"""By which channel answers came stands on every page of figures, weighed as every table is."""

from datetime import date

import pytest

from derbyvoice.audit.actors import CLOCK
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import count_answers
from surveys.insight.models import Release
from surveys.questionnaires.models import Survey
from surveys.responses.actions import count
from surveys.responses.models import Response
from tests.factories import make

pytestmark = pytest.mark.django_db
PAGE = "/desk/insight/results/how-was-it/"


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


def answered(survey, heard, again=1, number=1, **fields):
    for _ in range(number):
        count(make(Response, version=survey.current, answers=[heard, 1, 8, None, again, 1], **fields), 1)


@pytest.fixture
def many(survey):
    """Half of them by telephone, in two months."""
    for channel, month in (("web", 5), ("telephone", 6)):
        for heard, again, number in ((1, 1, 29), (1, 2, 16), (2, 1, 16), (2, 2, 17), (3, 1, 22), (3, 3, 15)):
            answered(survey, heard, again, number, channel=channel, submitted_on=date(2026, month, 9))
    count_answers(by=CLOCK)


@pytest.fixture
def looker(client):
    client.force_login(make(User, role=roles.COMMISSIONER))
    return client


def values_of(part):
    return [cell.value for (cell,) in part.figures.cells if cell.value]


@pytest.mark.parametrize("query", ["rows=q-heard&columns=q-again", "rows=q-heard&columns=month"])
def test_two_questions_beside_each_other_say_how_answers_came(looker, many, query):
    page = looker.get(f"{PAGE}compare/?{query}")
    assert page.context["part"].figures
    assert values_of(page.context["came"]) == [115, 115]
    assert "How answers came" in page.content.decode().split("</form>")[-1]


def test_a_table_about_channels_says_it_once(looker, many):
    assert looker.get(f"{PAGE}compare/?rows=q-heard&columns=channel").context["came"] is None


def test_figures_of_some_people_say_how_their_answers_came(looker, many):
    one, two = (looker.get(f"{PAGE}?only-q-again=0&page={number}").context for number in (1, 2))
    assert sum(values_of(one["came"])) < 230
    assert values_of(one["came"]) == values_of(two["came"])
    assert "How answers came" not in {part.title for part in (*one["drawn"], *two["drawn"])}


def test_how_the_answers_of_some_came_is_weighed_like_any_table(looker, survey):
    answered(survey, 1, number=20)
    answered(survey, 2, number=20)
    answered(survey, 1, number=2, channel="paper")
    count_answers(by=CLOCK)
    looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-again")
    page = looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-again&only-channel=0")
    shown = page.context["came"].figures
    assert shown is None or 2 not in {cell.value for (cell,) in shown.cells}
    asked = [row.asked for row in Release.objects.filter(asked__rows=["channel", 0])]
    assert [["channel", [0]]] in [one["filters"] for one in asked]
