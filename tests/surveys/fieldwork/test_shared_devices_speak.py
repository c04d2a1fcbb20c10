"""A screen in a waiting room and a device that is handed round speak to each person in the language they choose."""

import pytest

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.models import Device
from surveys.questionnaires.models import Survey
from surveys.questionnaires.translating import texts_of
from surveys.responses.actions import open_kiosk
from surveys.responses.models import Response
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.surveys_journey import answer_all

pytestmark = pytest.mark.django_db
TOKEN = "C" * 32


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def survey():
    words = {key: {at: f"[{key}] {text}" for at, text in texts_of(six_questions()).items()} for key in ("ur", "easy")}
    return make(Survey, slug="how-was-it", opened=True, definition=six_questions(translations=words))


@pytest.fixture(params=["screen", "device"])
def first_page(request, survey):
    """The address at which the next person begins."""
    if request.param == "device":
        make(Device, survey=survey, token=TOKEN)
        return f"/t/{TOKEN}/"
    _, code = open_kiosk(name="Front desk", survey=survey, by=make(User, role=roles.OFFICE_STAFF))
    return f"/k/{code}/"


def test_the_first_page_offers_each_language_and_speaks_it(client, first_page):
    assert 'href="?in=ur" lang="ur" dir="rtl"' in read(client, first_page)
    said = read(client, f"{first_page}?in=ur")
    assert '<html lang="ur" dir="rtl"' in said
    assert "[ur] " in said
    assert "شروع کریں" in said
    assert 'aria-current="true">اردو' in said


@pytest.mark.parametrize("key", ["ur", "easy"])
def test_the_choice_goes_along(client, first_page, key):
    began = client.post(f"{first_page}?in={key}")
    assert began["Location"] == f"/s/how-was-it/?in={key}"
    assert f"[{key}] " in read(client, began["Location"])


@pytest.mark.parametrize("key", ["pl", "tlh", "x" * 500])
def test_a_language_that_the_survey_does_not_know_is_english(client, first_page, key):
    assert '<html lang="en' in read(client, f"{first_page}?in={key}")
    assert client.post(f"{first_page}?in={key}")["Location"] == "/s/how-was-it/"


def test_the_device_thanks_in_the_language_of_the_answers_and_begins_anew_in_english(client, survey):
    make(Device, survey=survey, token=TOKEN)
    client.post(f"/t/{TOKEN}/?in=ur")
    client.get("/s/how-was-it/1/?in=ur")
    client.post("/s/how-was-it/1/?in=ur", {"answer": "yes", "go": "next"})
    answer_all(client)
    client.post("/s/how-was-it/agree/", {"consents": ["count"]})
    client.post("/s/how-was-it/check/")
    assert Response.objects.get().language == "ur"
    said = read(client, "/t/")
    assert '<html lang="ur" dir="rtl"' in said
    assert "اگلے شخص کے لیے تیار" in said
    assert client.post("/t/", {"do": "next"})["Location"] == f"/t/{TOKEN}/"
    assert '<html lang="en' in read(client, f"/t/{TOKEN}/")


def test_a_link_that_ended_says_so_in_their_language(client, survey):
    assert "یہ اسکرین بند ہے" in read(client, f"/k/{'x' * 22}/?in=ur", status=404)
    assert "یہ صفحہ اب استعمال میں نہیں" in read(client, f"/t/{'x' * 32}/?in=ur", status=410)
