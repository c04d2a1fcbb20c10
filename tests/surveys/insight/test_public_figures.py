"""What everybody may see: only questions that staff chose, only as the ledger lets them out."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError

from derbyvoice.audit.actors import CLOCK
from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import choose_public_figures, count_answers
from surveys.insight.models import PublicFigure, Release
from surveys.questionnaires.models import Survey, Version
from surveys.responses.actions import count
from surveys.responses.models import Response
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
PAGE, DESK = "/heard/how-was-it/", "/desk/insight/results/how-was-it/public/"
SMALL_AND_TRUE = {2, 3, 4, 7, 13, 33, 37, 41}
"""Numbers of people that the answers below have and no rounded figure can."""


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def answered(survey):
    """41 people: 33 heard, 7 not, and one who would not say; 37 would ask again, 4 not."""
    for place in range(41):
        heard, again = (1 if place < 33 else 3 if place < 40 else -2), (1 if place < 37 else 2)
        count(make(Response, version=survey.current, answers=[heard, 1, 8, None, again, 1]), 1)
    count_answers(by=CLOCK)
    return survey


@pytest.fixture
def staff(client):
    user = make(User, role=roles.OFFICE_STAFF)
    client.force_login(user)
    return user


def numbers_on(page):
    """Every number of a table or a chart on the page."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>|chart__value[^>]*>(.*?)</text>", page, re.DOTALL)
    words = [unescape(one or other).strip() for one, other in cells]
    return {int(word.replace(",", "")) for word in words if word.replace(",", "").isdigit()}


def test_the_desk_links_to_the_public_page_as_soon_as_there_is_one(client, staff, answered):
    assert PAGE not in client.get(DESK).content.decode()
    client.post(DESK, {"questions": ["heard"]})
    assert PAGE in client.get(DESK).content.decode()
    assert client.get(PAGE).status_code == 200


def test_staff_choose_and_everybody_sees(client, staff, answered):
    client.post(DESK, {"questions": ["heard", "again"]})
    assert set(PublicFigure.objects.values_list("question", "chosen_by")) == {("heard", staff.pk), ("again", staff.pk)}
    assert Event.objects.get(verb="chose public figures").facts == {"shown": ["again", "heard"], "taken_down": []}
    client.logout()
    page = client.get(PAGE)
    text = page.content.decode()
    assert text.count("<svg") == text.count("<table") == 2
    assert "Numbers are rounded" in text
    assert "max-age=30" in page["Cache-Control"]
    assert PAGE in client.get("/heard/").content.decode()


def test_nothing_small_and_nothing_true_stands_there(client, answered):
    every = [one["id"] for one in six_questions()["questions"]]
    choose_public_figures(version=answered.current, questions=every, by=make(User))
    page = client.get(PAGE).content.decode()
    assert numbers_on(page)
    assert not numbers_on(page) & SMALL_AND_TRUE
    assert all(number >= 5 and number % 5 == 0 for number in numbers_on(page))
    assert "not shown" in page


def test_what_was_not_chosen_is_not_there_and_what_is_taken_down_goes(client, staff, answered):
    client.post(DESK, {"questions": ["heard"]})
    page = client.get(PAGE).content.decode()
    assert "chart__value" in page
    assert "Would you ask for help again?" not in page.split("What the answers say")[1]
    client.post(DESK, {})
    assert client.get(PAGE).status_code == 404
    assert not PublicFigure.objects.exists()


def test_looking_writes_nothing_and_shows_what_stands(client, answered):
    choose_public_figures(version=answered.current, questions=["heard"], by=make(User))
    before, rows = client.get(PAGE).content, set(Release.objects.values_list("key", flat=True))
    for _ in range(9):
        count(make(Response, version=answered.current, answers=[3, 1, 8, None, 1, 1]), 1)
    count_answers(by=CLOCK)
    assert client.get(PAGE).content == before
    assert set(Release.objects.values_list("key", flat=True)) == rows


def came_by(survey, channel, number):
    for _ in range(number):
        count(make(Response, version=survey.current, answers=[1, 1, 8, None, 1, 1], channel=channel), 1)
    count_answers(by=CLOCK)


def said_of_channels(client):
    page = client.get(PAGE).content.decode().split("How the answers came")[1]
    return dict(re.findall(r"<li>([^<:]*): ([^<]*)</li>", page))


def test_it_says_how_the_answers_came_in_protected_figures(client, answered):
    came_by(answered, "telephone", 22)
    came_by(answered, "paper", 12)
    choose_public_figures(version=answered.current, questions=["heard"], by=make(User))
    said = said_of_channels(client)
    assert (said["On the web"], said["By telephone"], said["On paper"]) == ("40", "20", "10")
    assert said["In an interview"] in ("0", "not shown")


def test_how_the_answers_came_moves_with_the_figures(client, answered):
    choose_public_figures(version=answered.current, questions=["heard"], by=make(User))
    came_by(answered, "telephone", 9)
    before = said_of_channels(client)
    came_by(answered, "telephone", 21)
    assert said_of_channels(client) != before


def test_what_the_ledger_keeps_back_is_kept_back_here(client, answered):
    choose_public_figures(version=answered.current, questions=["heard"], by=make(User))
    Release.objects.update(counts=[])
    assert "How the answers came is not shown" in client.get(PAGE).content.decode()


def test_the_public_figures_are_those_that_the_ledger_reckons_with(client, looker_sees, answered):
    choose_public_figures(version=answered.current, questions=["heard"], by=make(User))
    assert numbers_on(client.get(PAGE).content.decode()) <= looker_sees


@pytest.fixture
def looker_sees(client, answered):
    client.force_login(make(User, role=roles.COMMISSIONER))
    page = client.get("/desk/insight/results/how-was-it/").content.decode()
    client.logout()
    return numbers_on(page)


def test_before_ten_people_the_page_says_so(client, survey):
    choose_public_figures(version=survey.current, questions=["heard"], by=make(User))
    page = client.get(PAGE).content.decode()
    assert "when ten people have answered" in page
    assert "<svg" not in page


def test_an_older_version_says_from_when_its_questions_are(client, answered):
    choose_public_figures(version=answered.current, questions=["heard"], by=make(User))
    answered.current = make(Version, survey=answered)
    answered.save()
    assert "the questions as they were from" in client.get(PAGE).content.decode()


def test_the_higher_limit_holds_here_too(client):
    survey = make(Survey, slug="how-was-it", opened=True, protection="heightened")
    for place in range(40):
        count(make(Response, version=survey.current, answers=[1 if place < 31 else 2, 1, 8, None, 1, 1]), 1)
    count_answers(by=CLOCK)
    choose_public_figures(version=survey.current, questions=["heard"], by=make(User))
    assert 10 not in numbers_on(client.get(PAGE).content.decode())
    assert "below 10 are not shown" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("question", ["nothing", "", "\ufffd"])
def test_only_questions_with_figures_can_be_chosen(client, staff, answered, question):
    with pytest.raises(ValidationError):
        choose_public_figures(version=answered.current, questions=[question], by=staff)
    assert client.post(DESK, {"questions": [question]}).status_code == 200
    assert not PublicFigure.objects.exists()


def test_only_researchers_and_the_office_choose(client, answered):
    client.force_login(make(User, role=roles.COMMISSIONER))
    assert client.get(DESK).status_code == 403
    assert client.post(DESK, {"questions": ["heard"]}).status_code == 403
    assert not PublicFigure.objects.exists()
