"""“I am not safe now” in headless Chromium: one tap from every page on which people tell, with and without script."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.safeguarding.models import Flag, Rule
from tests.browser.sight import nothing_wrong, turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = "document.documentElement.scrollWidth <= innerWidth"
ON_SCREEN = """() => { const bar = document.querySelector('.dv-help-now').getBoundingClientRect();
    return bar.bottom <= innerHeight + 1 && bar.top >= 0; }"""


def press(page):
    turn(page.locator(".dv-help-now").locator("a, button"))
    assert page.locator("h1").inner_text() == "Help now", page.url


def back(page):
    turn(page.get_by_role("button", name="Go back to where I was"))


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_help_is_one_tap_away_and_what_was_typed_is_there_on_the_way_back(open_page, live_server, script, width):
    make(Survey, slug="how-was-it", title="How was it for you?", opened=True)
    page = open_page(script=script, width=width)
    for path in ("/s/", "/s/how-was-it/", "/back/"):
        page.goto(f"{live_server.url}{path}")
        assert page.evaluate(ON_SCREEN), path
        press(page)
        back(page)
        assert page.url == f"{live_server.url}{path}"
    page.goto(f"{live_server.url}/s/how-was-it/1/")
    page.get_by_label("Partly").check()
    press(page)
    expect(page.locator("a[href='tel:999']").first).to_be_visible()
    back(page)
    assert page.url.endswith("/s/how-was-it/1/")
    assert page.get_by_label("Partly").is_checked()


def test_nothing_is_wrong_on_these_pages(open_page, live_server, client):
    lead, flag = make(User, role=roles.SAFEGUARDING_LEAD), make(Flag, raised_at=clock.now())
    rule = make(Rule)
    make(Survey, slug="one", title="How was it?", opened=True)
    client.force_login(lead)
    page, name = open_page(width=320), settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    desk = [
        "",
        f"{flag.reference}/",
        "rules/",
        "rules/try/",
        "rules/new/",
        "rules/new/?survey=one",
        f"rules/{rule.pk}/",
    ]
    for path in ["/now/", *(f"/desk/safeguarding/{path}" for path in desk), "/desk/keeping/person/"]:
        answer = page.goto(f"{live_server.url}{path}")
        assert answer.status == 200, path
        nothing_wrong(page)
