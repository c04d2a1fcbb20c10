"""A survey and the panel in Urdu, which is read from the right: where things stand, with and without script."""

import pytest

from derbyvoice.office.context import forget_office
from derbyvoice.office.models import EmergencyContact
from surveys.panel.links import invitation_token
from surveys.panel.models import Invitation, Subscriber
from surveys.questionnaires.models import Survey
from surveys.questionnaires.translating import texts_of
from tests.browser.sight import turn
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def survey():
    raw = six_questions(
        translations={"ur": {place: f"اردو {text}" for place, text in texts_of(six_questions()).items()}}
    )
    return make(Survey, slug="how-was-it", opened=True, definition=raw)


def middle(page, found):
    box = page.locator(found).first.bounding_box()
    return box["x"] + box["width"] / 2


def press(page, button):
    """Press it, and see the next page as it is drawn: its styles may come after its first words."""
    turn(page.locator(button))


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_marks_stand_to_the_right_of_their_words(open_page, live_server, survey, script, width):
    page = open_page(script=script, width=width)
    page.goto(f"{live_server.url}/s/how-was-it/1/?in=ur")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert middle(page, ".govuk-radios__input") > middle(page, ".govuk-radios__label")
    assert fits(page)
    edge = page.locator(".govuk-inset-text").evaluate("one => getComputedStyle(one).borderRightWidth")
    assert edge == "10px"


def test_a_scale_runs_from_the_right_and_an_error_is_marked_there(open_page, live_server, survey):
    page = open_page()
    page.goto(f"{live_server.url}/s/how-was-it/1/?in=ur")
    press(page, "[value=next]")
    press(page, "[value=skipped]")
    steps = page.locator(".dv-scale__label")
    assert steps.nth(0).bounding_box()["x"] > steps.nth(1).bounding_box()["x"]
    for _ in range(3):
        press(page, "[value=skipped]")
    page.locator("[value=contact]").check()
    press(page, "#way .govuk-button")
    group = page.locator(".govuk-form-group--error")
    assert group.evaluate("one => getComputedStyle(one).borderRightWidth") == "5px"
    assert group.evaluate("one => getComputedStyle(one).borderLeftWidth") == "0px"


def test_a_telephone_number_is_read_as_it_is_dialled(open_page, live_server, survey):
    make(EmergencyContact, phone="0808 2000 247")
    forget_office()
    page = open_page()
    page.goto(f"{live_server.url}/s/how-was-it/1/?in=ur")
    numbers = page.locator("a[href^='tel:']")
    spaced = [one for one in numbers.all() if " " in one.inner_text()]
    assert spaced
    assert all(one.evaluate("one => getComputedStyle(one).direction") == "ltr" for one in spaced)


@pytest.mark.parametrize("script", [True, False])
def test_pages_for_members_of_the_panel_stand_from_the_right(open_page, live_server, survey, script):
    asked = make(Invitation, subscriber=make(Subscriber, safe="yes", language="ur"))
    page = open_page(script=script, width=320)
    for address in ("/join/?in=ur", "/join/back/?in=ur", f"/q/{invitation_token(asked, 1)}/"):
        page.goto(f"{live_server.url}{address}")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert fits(page)
    page.goto(f"{live_server.url}/join/")
    page.get_by_role("link", name="اردو").click()
    page.wait_for_url("**/join/?in=ur")
    press(page, "main form .govuk-button")
    group = page.locator(".govuk-form-group--error")
    assert group.evaluate("one => getComputedStyle(one).borderRightWidth") == "5px"
