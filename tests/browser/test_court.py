"""Court: an officer gives a private page, its person writes and asks, Witness Care answers; in headless Chromium."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from derbyvoice.office import clock
from derbyvoice.office.models import Office
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from services.cases.models import CaseClock, Victim
from services.guidance.actions import load_standard
from services.witness_care.actions import load_standard_rules, offer_space
from services.witness_care.models import PrivateSpace
from tests.browser.sight import leave, nothing_wrong, turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case():
    make(Office)
    load_standard_rules(by=make(User))
    held = make(CaseClock)
    make(Victim, case=held.case)
    return held.case


def as_staff(page, live_server, user):
    """This browser is signed in as that person."""
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "s", "value": client.cookies["s"].value, "url": live_server.url}])
    return page


def go(page, live_server, name, *args):
    page.goto(live_server.url + reverse(name, args=args))


def link_of(space):
    return reverse("witness_care_door", args=[open_words(space, "token", purpose="contact")])


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_journey_from_the_officers_code_to_the_answer(open_page, live_server, case, script, width):
    officer = as_staff(open_page(script=script, width=width), live_server, case.officer.user)
    go(officer, live_server, "cases_case", case.public_id)
    officer.get_by_role("link", name="Give them a private page").click()
    officer.get_by_role("button", name="Make the page").click()
    code = officer.locator(".dv-code").inner_text()

    person, space = open_page(script=script, width=width), PrivateSpace.objects.get()
    door = live_server.url + link_of(space)
    person.goto(door)
    person.get_by_label("Your code").fill(code)
    person.get_by_role("button", name="Open").click()
    words = person.locator(".dv-words").inner_text()
    person.get_by_role("button", name="I have noted them").click()
    person.get_by_label("Your message").fill("Can I see the room before?")
    turn(person.get_by_role("button", name="Send to Witness Care"))
    person.get_by_role("link", name="Help when you tell what happened").click()
    person.get_by_label("A screen, so that").check()
    turn(person.get_by_role("button", name="Send to Witness Care"))
    person.get_by_role("link", name="An earlier day").click()
    person.get_by_label("My health").check()
    turn(person.get_by_role("button", name="Send to Witness Care"))
    turn(person.get_by_role("button", name="Close my page"))

    team = as_staff(open_page(script=script, width=width), live_server, make(User, role=roles.WITNESS_CARE))
    go(team, live_server, "witness_care_waiting")
    team.get_by_role("link", name=re.compile("Private page")).first.click()
    expect(team.get_by_text("Can I see the room before?")).to_be_visible()
    team.get_by_label("Crown Court").check()
    plea = team.get_by_role("group", name="Day of the not-guilty plea")
    today = clock.today()
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        plea.get_by_label(part).fill(str(value))
    team.get_by_role("button", name="Keep these facts").click()
    expect(team.get_by_text("rule 18.4")).to_be_visible()
    team.get_by_label("Your answer").fill("Yes. I will ring you.")
    turn(team.get_by_role("button", name="Send the answer"))

    person.goto(door)
    person.get_by_label("Your five words").fill(words)
    person.get_by_role("button", name="Open").click()
    expect(person.get_by_text("Yes. I will ring you.")).to_be_visible()


def test_every_page_of_the_person_can_be_used_by_everybody(open_page, live_server, case):
    offer = offer_space(case, by=make(User), now=clock.now())
    page = open_page(width=320)
    page.goto(live_server.url + link_of(offer.space))
    nothing_wrong(page)
    page.get_by_label("Your code").fill("1")
    turn(page.get_by_role("button", name="Open"))
    nothing_wrong(page)
    page.get_by_label("Your code").fill(offer.code)
    turn(page.get_by_role("button", name="Open"))
    nothing_wrong(page)
    turn(page.get_by_role("button", name="I have noted them"))
    nothing_wrong(page)
    turn(page.get_by_role("button", name="Send to Witness Care"))
    nothing_wrong(page)
    page.get_by_label("Your message").fill("Hello")
    turn(page.get_by_role("button", name="Send to Witness Care"))
    for name, wish in (("measures", "A screen, so that"), ("earlier", "My health")):
        go(page, live_server, f"witness_care_{name}")
        nothing_wrong(page)
        turn(page.get_by_role("button", name="Send to Witness Care"))
        nothing_wrong(page)
        page.get_by_label(wish).check()
        turn(page.get_by_role("button", name="Send to Witness Care"))
    nothing_wrong(page)
    turn(page.get_by_role("link", name="Take it back").first)
    nothing_wrong(page)
    go(page, live_server, "witness_care_home")
    turn(page.get_by_role("button", name="Close my page"))
    nothing_wrong(page)
    go(page, live_server, "witness_care_home")
    nothing_wrong(page)
    go(page, live_server, "witness_care_door", "no-such-link")
    nothing_wrong(page)


def test_every_page_of_the_desk_can_be_used_by_everybody(open_page, live_server, case):
    page = as_staff(open_page(width=320), live_server, case.officer.user)
    go(page, live_server, "witness_care_offer", case.public_id)
    nothing_wrong(page)
    turn(page.get_by_role("button", name="Make the page"))
    nothing_wrong(page)
    team = as_staff(open_page(width=320), live_server, make(User, role=roles.WITNESS_CARE))
    go(team, live_server, "witness_care_waiting")
    nothing_wrong(team)
    space = make_used(live_server, open_page)
    go(team, live_server, "witness_care_waiting")
    nothing_wrong(team)
    go(team, live_server, "witness_care_person", space.public_id)
    nothing_wrong(team)
    turn(team.get_by_role("button", name="Send the answer"))
    nothing_wrong(team)
    team.get_by_role("group", name="Day of the hearing").get_by_label("Day").fill("99")
    team.get_by_role("button", name="Keep these facts").click()
    nothing_wrong(team)


def make_used(live_server, open_page):
    """A page on which somebody wrote and asked."""
    offer = offer_space(make(CaseClock).case, by=make(User), now=clock.now())
    page = open_page()
    page.goto(live_server.url + link_of(offer.space))
    page.get_by_label("Your code").fill(offer.code)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("button", name="I have noted them").click()
    page.get_by_label("Your message").fill("Hello")
    turn(page.get_by_role("button", name="Send to Witness Care"))
    go(page, live_server, "witness_care_earlier")
    page.get_by_label("My health").check()
    turn(page.get_by_role("button", name="Send to Witness Care"))
    return offer.space


def test_guidance_can_be_used_by_everybody_and_its_film_has_captions(open_page, live_server):
    make(Office)
    page, told = open_page(width=320), []
    page.on("console", lambda message: told.append(message.text))
    go(page, live_server, "guidance_index")
    nothing_wrong(page)
    load_standard(by=make(User))
    go(page, live_server, "guidance_index")
    nothing_wrong(page)
    for slug in ("questions", "on-the-day", "your-page"):
        go(page, live_server, "guidance_guide", slug)
        nothing_wrong(page)
    go(page, live_server, "guidance_guide", "on-the-day")
    played = page.evaluate(
        """async () => { const film = document.querySelector("video"); film.muted = true; await film.play();
        film.pause(); return [film.duration > 10, film.textTracks[0].mode, film.error] }"""
    )
    assert played == [True, "showing", None]
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length > 3")
    assert told == []


@pytest.mark.parametrize("script", [True, False])
def test_back_after_the_exit_shows_no_word(open_page, live_server, case, script):
    offer = offer_space(case, by=make(User), now=clock.now())
    page = open_page(script=script, leaves=True)
    page.goto(live_server.url + link_of(offer.space))
    page.get_by_label("Your code").fill(offer.code)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("button", name="I have noted them").click()
    page.get_by_label("Your message").fill("A canary sang")
    turn(page.get_by_role("button", name="Send to Witness Care"))
    page.get_by_text("A canary sang").wait_for()
    leave(page)
    page.go_back()
    page.wait_for_timeout(500)
    assert "canary" not in page.content()


def test_a_cookie_alone_is_left_in_the_browser_and_nothing_else_is_kept(open_page, live_server, case):
    offer = offer_space(case, by=make(User), now=clock.now())
    page = open_page()
    page.goto(live_server.url + link_of(offer.space))
    page.get_by_label("Your code").fill(offer.code)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("button", name="I have noted them").click()
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"p", "t", "v"}
