"""A device that is handed round: one person after the other, and nothing of the one before."""

from datetime import timedelta

import pytest
from django.test import Client

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.actions import devices as actions
from surveys.fieldwork.models import Device
from surveys.questionnaires.models import Survey
from surveys.responses.models import Draft, Response
from tests.factories import make
from tests.surveys_journey import answer_all

pytestmark = pytest.mark.django_db
TOKEN = "C" * 32


@pytest.fixture
def device():
    return make(Device, survey=make(Survey, slug="how-was-it", opened=True), token=TOKEN)


@pytest.fixture
def tablet():
    return Client()


def begin(tablet, token=TOKEN):
    return tablet.post(f"/t/{token}/")


def answer_and_send(tablet):
    answer_all(tablet)
    tablet.post("/s/how-was-it/agree/", {"consents": ["count"]})
    return tablet.post("/s/how-was-it/check/")


def test_staff_make_a_link_that_is_shown_once(client, device):
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    told = {"name": "Tablet 3", "survey": device.survey_id, "days": "7", "most": "20", "turn_hours": "12"}
    page = client.post("/desk/devices/new/", told)
    link = page.context["link"]
    made = Device.objects.get(name="Tablet 3")
    assert made.token_hash not in link
    assert link not in client.get("/desk/devices/").content.decode()
    assert Client().get(link).status_code == 200


def test_answers_come_as_an_interview_and_the_next_person_finds_nothing(device, tablet):
    assert begin(tablet)["Location"] == "/s/how-was-it/"
    assert answer_and_send(tablet)["Location"] == "/t/"
    assert Response.objects.get().channel == "interview"
    assert "Ready for the next person" in tablet.get("/t/").content.decode()
    onward = tablet.post("/t/", {"do": "next"})
    assert onward["Location"] == f"/t/{TOKEN}/"
    assert "cache" in onward["Clear-Site-Data"]
    assert "The nurse was kind." not in tablet.get("/s/how-was-it/done/").content.decode()
    assert tablet.get("/t/").status_code == 404
    assert tablet.get("/s/how-was-it/check/").status_code != 200
    device.refresh_from_db()
    assert device.taken == 1


def test_return_words_can_be_noted_before_the_device_goes_on(device, tablet):
    begin(tablet)
    answer_and_send(tablet)
    tablet.post("/t/", {"do": "words"})
    words = tablet.get("/t/").context["words"]
    assert len(words.split()) == 5
    tablet.post("/t/", {"do": "next"})
    own = Client()
    own.post("/back/", {"return_words": words})
    assert "The nurse was kind." in own.get("/back/sent/").content.decode()


def test_what_somebody_left_half_written_is_not_found_by_the_next(device, tablet):
    begin(tablet)
    tablet.post("/s/how-was-it/1/", {"answer": "partly"})
    assert Draft.objects.count() == 1
    begin(tablet)
    assert "Go on where you stopped" not in tablet.get("/s/how-was-it/").content.decode()


def test_sending_twice_counts_once(device, tablet):
    begin(tablet)
    answer_and_send(tablet)
    tablet.post("/s/how-was-it/check/")
    device.refresh_from_db()
    assert (device.taken, Response.objects.count()) == (1, 1)


def test_opening_the_link_spends_and_changes_nothing(device, tablet):
    before = Device.objects.values().get()
    for _ in range(3):
        assert tablet.get(f"/t/{TOKEN}/").status_code == 200
        assert tablet.head(f"/t/{TOKEN}/").status_code == 200
    assert Device.objects.values().get() == before
    assert set(tablet.cookies) <= {"t"}, "a token for the form and nothing else"


@pytest.mark.parametrize(
    "changes",
    [{"taken": 50}, {"until": clock.now() - timedelta(minutes=1)}, {"ended_at": clock.now(), "ended_by_id": 1}],
    ids=["full", "too old", "ended"],
)
def test_a_link_that_is_over_opens_nothing(device, tablet, changes):
    if "ended_by_id" in changes:
        changes["ended_by_id"] = device.made_by_id
    Device.objects.filter(pk=device.pk).update(**changes)
    assert tablet.get(f"/t/{TOKEN}/").status_code == 410
    assert begin(tablet).status_code == 410


def test_who_is_answering_when_it_ends_can_still_send(device, tablet):
    begin(tablet)
    actions.end(device=device, by=make(User))
    assert answer_and_send(tablet).status_code == 302
    assert Response.objects.get().channel == "interview"
    assert tablet.post("/t/", {"do": "next"}).status_code == 410


def test_the_link_turns_by_itself_when_it_is_time(device, tablet, time_machine_at):
    begin(tablet)
    answer_and_send(tablet)
    time_machine_at(hours=25)
    onward = tablet.post("/t/", {"do": "next"})["Location"]
    assert onward != f"/t/{TOKEN}/"
    assert tablet.get(onward).status_code == 200
    assert Client().get(f"/t/{TOKEN}/").status_code == 410, "a copy of the old link is worthless"


def test_the_link_turns_by_button_and_the_one_before_is_worthless(client, device):
    client.force_login(make(User, role=roles.RESEARCHER))
    link = client.post(f"/desk/devices/{device.pk}/", {"do": "turn"}).context["link"]
    assert Client().get(link).status_code == 200
    assert Client().get(f"/t/{TOKEN}/").status_code == 410
    client.post(f"/desk/devices/{device.pk}/", {"do": "end"})
    assert Client().get(link).status_code == 410


def test_a_cookie_that_we_did_not_write_is_nothing(device):
    stranger = Client()
    stranger.cookies["i"] = "eyJkIjoxfQ:forged:signature"
    assert stranger.get("/t/").status_code == 404
    answer_and_send(stranger)
    assert Response.objects.get().channel == "web"


def test_another_survey_on_the_same_device_is_the_web(device, tablet):
    make(Survey, slug="another", opened=True)
    begin(tablet)
    answer_all(tablet, slug="another")
    tablet.post("/s/another/agree/", {})
    assert tablet.post("/s/another/check/")["Location"] == "/s/another/done/"
    assert Response.objects.get().channel == "web"


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("fieldwork_devices", 5)])
def test_the_list_costs_the_same_however_long(client, django_assert_num_queries, rows, name, queries):
    for _ in range(rows):
        make(Device)
    client.force_login(make(User, role=roles.RESEARCHER))
    client.get("/desk/devices/")
    with django_assert_num_queries(queries):
        assert client.get("/desk/devices/").status_code == 200


def test_no_code_spells_a_word():
    assert all(set(actions.new_token()) <= set("0123456789abcdef") for _ in range(20))
    assert len(actions.new_token()) == 48
