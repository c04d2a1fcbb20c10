"""The network goes while somebody tells: nothing typed is lost, the page says so, and what is sent is sent once."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.models import Response
from surveys.responses.pages import agree_drawn, check_drawn, drawn
from tests.browser.sight import turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNSENT = "This was not sent."
TYPED = "Only the heron knows what I wrote"
SCRIPTS = ("public.js", "record.js", "kiosk.js")
"""All that any page of a respondent can load."""


@pytest.fixture(autouse=True)
def survey():
    for cached in (definition_of, drawn, agree_drawn, check_drawn):
        cached.cache_clear()
    return make(Survey, slug="how-was-it", title="How was it for you?", opened=True)


def press(page, name):
    turn(page.get_by_role("button", name=name, exact=True))


def to_own_words(page, site):
    """Up to the question that asks for a good thing in one's own words."""
    page.goto(f"{site}/s/how-was-it/1/")
    for label in ("Partly", "A call", "8", "Yes"):
        page.get_by_label(label, exact=True).check()
        press(page, "Continue")
    assert page.locator("h1").inner_text() == "What is one good thing?"


def to_the_check(page):
    page.get_by_role("textbox").fill(TYPED)
    press(page, "Continue")
    page.get_by_label("Count my answers with everybody else's").check()
    press(page, "Continue")


def without_network(page, name):
    """The page stays as it is, and says that nothing was sent."""
    address = page.url
    page.context.set_offline(True)
    for _ in range(2):
        page.get_by_role("button", name=name, exact=True).click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text(UNSENT)
    expect(told).to_have_count(1)
    assert page.url == address


def network_again(page):
    page.context.set_offline(False)
    page.get_by_role("alert").wait_for(state="detached")


def test_with_script_the_page_stays_with_what_was_typed(live_server, open_page):
    page = open_page()
    to_own_words(page, live_server.url)
    page.get_by_role("textbox").fill(TYPED)
    without_network(page, "Continue")
    assert page.get_by_role("textbox").input_value() == TYPED
    network_again(page)
    press(page, "Continue")
    page.get_by_label("Count my answers with everybody else's").check()
    without_network(page, "Continue")
    assert page.get_by_label("Count my answers with everybody else's").is_checked()
    network_again(page)
    press(page, "Continue")
    without_network(page, "Send my answers")
    assert not Response.objects.exists()
    network_again(page)
    press(page, "Send my answers")
    assert Response.objects.count() == 1


def test_leaving_works_without_a_network(live_server, open_page):
    page = open_page()
    to_own_words(page, live_server.url)
    page.get_by_role("textbox").fill(TYPED)
    page.context.set_offline(True)
    page.locator("form[data-exit] button").first.click()
    page.wait_for_function("() => !document.body || !document.body.innerText.includes('good thing')")
    assert TYPED not in page.content()


@pytest.mark.parametrize("again", ["reload", "back"])
def test_without_script_reload_or_back_sends_once(live_server, open_page, again):
    page = open_page(script=False)
    to_own_words(page, live_server.url)
    to_the_check(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send my answers", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    if again == "reload":
        page.reload()
    else:
        page.go_back()
        assert page.get_by_label("Count my answers with everybody else's").is_checked(), "the step before, as it was"
        press(page, "Continue")
        assert TYPED in page.content()
        press(page, "Send my answers")
    if not Response.objects.exists():
        press(page, "Send my answers")
    assert Response.objects.count() == 1
    page.reload()
    assert Response.objects.count() == 1


def test_scripts_of_a_respondent_stay_small():
    built = Path(settings.BASE_DIR) / "static/build"
    assert sum((built / name).stat().st_size for name in SCRIPTS) <= 5 * 1024
