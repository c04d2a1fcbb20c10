"""Screens in waiting rooms: no sign-in on the device, nothing of the person before."""

import re

import pytest
from django.conf import settings
from django.test import Client

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.responses import actions
from surveys.responses.kiosks import finder_of
from surveys.responses.models import Draft, Kiosk, Response
from tests.factories import make
from tests.govuk.reading import read
from tests.surveys_journey import answer_all, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def screen(survey):
    return actions.open_kiosk(name="Front desk", survey=survey, by=make(User, role=roles.OFFICE_STAFF))


@pytest.fixture
def device(screen):
    device = Client()
    device.post(f"/k/{screen[1]}/")
    return device


def test_a_screen_is_set_up_renewed_and_ended(client, survey):
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    page = client.post("/desk/screens/", {"name": "Front desk", "survey": survey.pk})
    link = page.context["link"]
    kiosk = Kiosk.objects.get()
    assert link.rsplit("/", 2)[1] not in kiosk.finder
    path = link[link.index("/k/") :]
    assert Client().get(path).status_code == 200
    newer = client.post(f"/desk/screens/{kiosk.pk}/", {"go": "renew"}).context["link"]
    assert Client().get(path).status_code == 404
    path = newer[newer.index("/k/") :]
    assert Client().get(path).status_code == 200
    client.post(f"/desk/screens/{kiosk.pk}/", {"go": "end"})
    assert Client().get(path).status_code == 404
    assert "Ended on" in client.get("/desk/screens/").content.decode()


def test_no_code_spells_a_word_and_one_from_before_still_opens(survey, screen):
    kiosk, code = screen
    renewed = actions.renew_kiosk(kiosk=kiosk, by=kiosk.opened_by)[1]
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in (code, renewed))
    before = "abus-rape_ABCdef012345"
    make(Kiosk, survey=survey, finder=finder_of(before), until=kiosk.until)
    old = Client()
    assert old.post(f"/k/{before}/").status_code == 302
    assert 'name="wipe"' in old.get("/s/how-was-it/").content.decode()
    new = Client()
    new.post(f"/k/{renewed}/")
    assert 'name="wipe"' in new.get("/s/how-was-it/").content.decode()


def test_a_link_runs_out_by_itself(screen, time_machine_at):
    assert Client().get(f"/k/{screen[1]}/").status_code == 200
    time_machine_at(days=8)
    assert Client().get(f"/k/{screen[1]}/").status_code == 404


@pytest.mark.parametrize("code", ["x", "a" * 22, "a" * 300])
def test_a_link_that_is_none_is_a_screen_that_is_off(survey, code):
    assert Client().get(f"/k/{code}/").status_code == 404


def test_what_is_answered_there_is_known_to_come_from_there(device):
    send(device)
    assert Response.objects.get().channel == "kiosk"


def test_what_was_begun_is_not_lost_when_the_screen_ends(screen, device):
    answer_all(device)
    actions.end_kiosk(kiosk=screen[0], by=screen[0].opened_by)
    device.post("/s/how-was-it/agree/", {})
    assert device.post("/s/how-was-it/check/")["Location"] == "/s/how-was-it/done/"
    assert Response.objects.get().channel == "kiosk"


def test_a_cookie_that_somebody_made_up_is_no_screen(client, survey):
    client.cookies["k"] = "a" * 22
    send(client)
    assert Response.objects.get().channel == "web"


@pytest.mark.parametrize("page", ["/s/how-was-it/", "/s/how-was-it/1/", "/s/how-was-it/6/", "/help/", "/s/none/"])
def test_every_page_there_says_when_it_goes_by_itself(device, page):
    answer_all(device)
    shown = device.get(page).content.decode()
    assert '<meta name="wipe" content="60 /k/" data-stay="I am still here"' in shown
    refresh = 300 if "<textarea" in shown else 60
    assert f'<noscript><meta http-equiv="refresh" content="{refresh};url=/k/"></noscript>' in shown
    assert 'name="wipe"' not in Client().get(page).content.decode()


def test_wiped_is_the_first_page_again_with_nothing_to_go_back_to(screen, device):
    answer_all(device)
    answer = device.get("/k/")
    assert answer["Location"] == f"/k/{screen[1]}/"
    assert '"cache"' in answer["Clear-Site-Data"]
    assert device.get("/s/how-was-it/6/")["Location"] == "/s/how-was-it/1/"
    assert "The nurse was kind" not in device.get("/s/how-was-it/1/").content.decode()
    assert Draft.objects.count() == 1


def test_the_next_person_begins_anew_without_a_wipe_between(screen, device):
    answer_all(device)
    device.post(f"/k/{screen[1]}/")
    assert device.get("/s/how-was-it/6/")["Location"] == "/s/how-was-it/1/"


def test_return_words_stay_on_the_screen(device):
    send(device)
    device.post("/s/how-was-it/done/")
    assert "/s/how-was-it/words/" not in device.get("/s/how-was-it/done/").content.decode()
    assert device.get("/s/how-was-it/words/")["Location"] == "/s/how-was-it/done/"


@pytest.mark.parametrize(("told", "status", "whither"), [({}, 303, "/k/"), ({"quiet": "1"}, 204, None)])
def test_the_exit_forgets_the_person_and_leaves_a_screen_a_screen(screen, device, told, status, whither):
    answer_all(device)
    assert '<form class="dv-exit"' in (page := device.get("/s/how-was-it/6/").content.decode())
    assert read(page).one("form", **{"data-exit": "/k/"}).attrs["action"] == "/leave/"
    changed = device.cookies["v"].value
    answer = device.post("/leave/", told)
    assert (answer.status_code, answer.headers.get("Location")) == (status, whither)
    assert "cookies" not in answer["Clear-Site-Data"]
    assert device.cookies["v"].value != changed
    assert device.get("/s/how-was-it/6/")["Location"] == "/s/how-was-it/1/"
    assert device.get("/k/")["Location"] == f"/k/{screen[1]}/"
    assert 'name="wipe"' in device.get("/s/how-was-it/").content.decode()


def test_the_exit_of_any_other_browser_goes_to_the_neutral_site(client, survey):
    assert f'data-exit="{settings.NEUTRAL_SITE}"' in client.get("/s/how-was-it/").content.decode()
    answer = client.post("/leave/")
    assert answer["Location"] == settings.NEUTRAL_SITE
    assert '"cookies"' in answer["Clear-Site-Data"]


CLEAR = "I have finished. Clear this screen"


@pytest.mark.parametrize("page", ["/s/how-was-it/done/", "/s/how-was-it/pause/", "/s/how-was-it/thrown-away/"])
def test_whoever_has_finished_can_clear_the_screen(device, client, page):
    for browser, offered in ((device, 1), (client, 0)):
        answer_all(browser) if "pause" in page else send(browser)
        shown = read(browser.get(page).content.decode())
        links = [link.attrs["href"] for link in shown.all("a") if link.text == CLEAR]
        assert links == ["/k/"] * offered


def test_clearing_a_pause_says_what_is_lost(device):
    assert "What you have not sent is gone then" not in device.get("/s/how-was-it/pause/").content.decode()
    answer_all(device)
    assert "What you have not sent is gone then" in device.get("/s/how-was-it/pause/").content.decode()


def test_without_a_screen_there_is_nothing_to_wipe(client):
    assert client.get("/k/")["Location"] == "/"
