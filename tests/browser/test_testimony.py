"""Resting, going on elsewhere, adding, and a screen in a waiting room: by the same steps with and without script."""

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.responses import actions
from surveys.responses.models import Draft, NamedWish, Response, Words
from tests.browser.sight import nothing_wrong
from tests.browser.test_voice import Teller
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HARD = {"id": "story", "title": "What happened then", "note": "Thinking back can be hard.", "hard": True}
STORY = "The heron stood there and nobody rang"


@pytest.fixture
def survey():
    definition = six_questions()
    definition["sections"].append(HARD)
    definition["questions"][5]["section"] = "story"
    return make(Survey, slug="how-was-it", title="How was it for you?", opened=True, definition=definition)


def rest_and_go_on(teller, other):
    """To the hard part, a break, return words, on another device to the end; then add to it and ask to be named."""
    teller.go("/s/how-was-it/1/")
    teller.tick("Partly")
    teller.press("Talk to somebody")
    teller.press("Go back to where I was")
    assert teller.page.get_by_label("Partly", exact=True).is_checked()
    teller.press("Continue")
    for _ in range(3):
        teller.press("Skip this question")
    assert teller.heading() == "What happened then"
    teller.seen(teller.page, "read")
    teller.press("Take a break")
    teller.press("Show my return words")
    words = teller.page.locator(".dv-words").inner_text()
    other.go("/back/")
    other.write(words)
    other.press("Continue")
    assert other.heading() == "Take your time"
    other.press("I have noted them")
    other.press("Go on")
    other.press("Go on")
    other.write(STORY)
    other.press("Continue")
    other.press("Continue")
    other.press("Send my answers")
    other.go("/back/")
    other.write(words)
    other.press("Continue")
    assert STORY in other.page.content()
    after_it(other)


def after_it(other):
    other.page.get_by_role("link", name="Add to what you sent").click()
    other.press("Add this", "error")
    other.write("She rang today.")
    other.press("Add this")
    assert "She rang today." in other.page.content()
    other.page.get_by_role("link", name="I would like my name to stand with it").click()
    other.write("07700 900123 after six")
    other.press("Ask somebody to contact me", "error")
    other.tick("Nobody who could hurt me sees or hears this")
    other.press("Ask somebody to contact me")
    assert "will get in touch" in other.page.content()
    other.go("/back/what-happened/")


@pytest.mark.parametrize("script", [True, False])
def test_rest_and_go_on_elsewhere(open_page, live_server, survey, script):
    pages = [Teller(open_page(script=script), live_server.url) for _ in range(2)]
    rest_and_go_on(*pages)
    assert not Draft.objects.exists()
    assert Response.objects.count() == NamedWish.objects.count() == 1
    assert Words.objects.filter(added_on__isnull=False).count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_only_a_screen_offers_to_print(open_page, live_server, survey, script):
    """Elsewhere nothing stands behind the button, and a printed sheet lies about at home."""
    teller = Teller(open_page(script=script), live_server.url)
    teller.go("/s/how-was-it/1/")
    teller.tick("Partly")
    teller.press("Continue")
    for _ in range(3):
        teller.press("Skip this question")
    teller.press("Skip these questions")
    for press in ("Continue", "Send my answers", "Show my return words"):
        teller.press(press)
    assert teller.page.get_by_role("button", name="I have noted them").is_visible()
    assert not teller.page.get_by_role("button", name="Print them").is_visible()


def test_nothing_is_wrong_on_the_way(open_page, live_server, survey):
    rest_and_go_on(*(Teller(open_page(width=320), live_server.url, nothing_wrong) for _ in range(2)))


def test_a_screen_warns_and_then_forgets(open_page, live_server, survey):
    _, code = actions.open_kiosk(name="Front desk", survey=survey, by=make(User, role=roles.OFFICE_STAFF))
    page = open_page(width=1280)
    page.clock.install()
    teller = Teller(page, live_server.url)
    teller.go(f"/k/{code}/")
    teller.press("Start")
    page.get_by_role("button", name="Start").click()
    teller.tick("Partly")
    page.clock.run_for(45_000)
    expect(page.get_by_text("This page will be cleared")).to_be_visible()
    page.get_by_role("button", name="I am still here").click()
    assert page.get_by_text("This page will be cleared").is_hidden()
    page.clock.run_for(61_000)
    sync_api.expect(page.get_by_text("This screen forgets.")).to_be_visible()
    page.go_back()
    page.wait_for_timeout(300)
    assert page.locator("input:checked").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_the_exit_of_a_screen_leads_to_its_first_page(open_page, live_server, survey, script):
    _, code = actions.open_kiosk(name="Front desk", survey=survey, by=make(User, role=roles.OFFICE_STAFF))
    page = open_page(width=1280, script=script)
    teller = Teller(page, live_server.url)
    teller.go(f"/k/{code}/")
    teller.press("Start")
    teller.go("/s/how-was-it/1/")
    teller.tick("Partly")
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url(f"**/k/{code}/")
    assert "k" in {cookie["name"] for cookie in page.context.cookies()}
    page.go_back()
    page.wait_for_timeout(300)
    assert page.locator("input:checked").count() == 0


def test_a_screen_without_script_goes_by_itself(open_page, live_server, survey):
    _, code = actions.open_kiosk(name="Front desk", survey=survey, by=make(User, role=roles.OFFICE_STAFF))
    teller = Teller(open_page(script=False), live_server.url)
    teller.go(f"/k/{code}/")
    teller.press("Start")
    teller.go("/s/how-was-it/1/")
    assert 'content="60;url=/k/"' in teller.page.content()
    teller.go("/k/")
    assert teller.page.url.endswith(f"/k/{code}/")
