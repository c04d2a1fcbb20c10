"""From the queue to a quote and back: read, take out, confirm, code, publish; then the person takes it all back.

The same steps with and without script, in headless Chromium."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from derbyvoice.audit.actors import PERSON
from derbyvoice.audit.models import Reading
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import add_theme
from surveys.insight.models import Coding, Passage, Quote, Redaction
from surveys.questionnaires.models import Survey
from surveys.responses.actions import withdraw
from surveys.responses.models import Response, Words
from tests.browser.sight import nothing_wrong, turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "Quillon Zebrawood rang on Monday. I could breathe again. Then nobody rang."
REMAINS = "[name] rang on Monday. I could breathe again."


@pytest.fixture
def account():
    survey = make(Survey, slug="how-was-it", title="How was it for you?", opened=True)
    row = make(Response, version=survey.current, may_quote=True, may_publish=True)
    make(Words, response=row, said=SAID)
    return row


class Reader:
    """A researcher at a desk. `seen` is called on every page they come to."""

    def __init__(self, page, site, user, seen=lambda page: None):
        self.page, self.site, self.seen = page, site, seen
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])

    def go(self, path):
        self.page.goto(f"{self.site}{path}")
        self.seen(self.page)

    def press(self, name):
        turn(self.page.get_by_role("button", name=name, exact=True))
        self.page.wait_for_timeout(1100 if self.page.evaluate("document.body.classList.contains('js-enabled')") else 0)
        self.seen(self.page)

    def follow(self, name):
        turn(self.page.get_by_role("link", name=name).first)
        self.seen(self.page)

    def text(self):
        return self.page.locator("main").inner_text()


def read_and_take_out(reader):
    """Open the next one, unveil it, take the name out, ask a second person."""
    reader.go("/desk/insight/reading/")
    reader.press("Open the next one")
    words = reader.page.get_by_text("Quillon Zebrawood")
    expect(words).not_to_be_visible()
    reader.page.locator(".dv-veil summary").click()
    expect(words).to_be_visible()
    reader.follow("Take out what shows who it is")
    reader.page.get_by_label("Take out these words").fill("nobody of that name")
    reader.press("Take out")
    assert "not in the text" in reader.text()
    reader.page.get_by_label("Take out these words").fill("quillon zebrawood")
    reader.press("Take out")
    assert REMAINS in reader.text()
    reader.press("Ask a second person to look")


def confirm(reader):
    reader.go("/desk/insight/texts/waiting/")
    reader.follow("How was it for you?")
    reader.press("Nobody could. Confirm it")
    assert "confirmed by" in reader.text()


def code(reader):
    reader.go(f"/desk/insight/texts/{Passage.objects.get().pk}/code/")
    reader.page.get_by_label("Then nobody rang.").check()
    reader.press("Add")
    assert "Tick a theme" in reader.text()
    reader.page.get_by_label("Calls", exact=True).check()
    reader.press("Add")
    coding = Coding.objects.get()
    assert SAID[coding.start : coding.end] == "Then nobody rang."
    reader.press("Undo Calls")
    reader.page.get_by_label("Then nobody rang.").check()
    reader.page.get_by_label("Calls", exact=True).check()
    reader.press("Add")
    assert Coding.objects.standing().count() == 1


def write_finding(reader):
    reader.go("/desk/insight/findings/new/?survey=how-was-it")
    reader.page.get_by_label("Title").fill("People wait for a call")
    reader.page.get_by_label("What people said").fill("Many told us so.")
    reader.press("Save")
    reader.page.get_by_label("Theme").select_option(label="Calls")
    reader.press("Rest it on this theme")
    reader.press("Publish it")


def publish_quote(reader):
    reader.go(f"/desk/insight/texts/{Passage.objects.get().pk}/quote/")
    reader.page.get_by_label("[name] rang on Monday.").check()
    reader.page.get_by_label("I could breathe again.").check()
    reader.page.get_by_label("Finding").select_option(label="People wait for a call")
    reader.page.get_by_label("On public pages").check()
    reader.press("Choose")
    reader.press("Show it")


def whole_way(first, second, anybody, site):
    read_and_take_out(first)
    confirm(second)
    code(first)
    write_finding(first)
    publish_quote(first)
    for path in ("/heard/", "/heard/how-was-it/"):
        anybody.goto(f"{site}{path}")
        first.seen(anybody)
        assert REMAINS in anybody.locator("main").inner_text()
        assert "Zebrawood" not in anybody.content()
    withdraw(response=Response.objects.get(), by=PERSON)
    for path in ("/heard/", "/heard/how-was-it/"):
        anybody.goto(f"{site}{path}?now")
        assert "breathe" not in anybody.content()
    assert not Quote.objects.exists()
    assert not Redaction.objects.exists()


def readers(open_page, live_server, script, width, seen=lambda page: None):
    people = [make(User, role=roles.RESEARCHER) for _ in range(2)]
    add_theme(name="Calls", definition="Calls that came or did not.", by=people[0])
    return [Reader(open_page(script=script, width=width), live_server.url, user, seen) for user in people]


@pytest.mark.parametrize("script", [True, False])
def test_from_the_queue_to_a_quote_and_back(open_page, live_server, account, script):
    first, second = readers(open_page, live_server, script, 1280)
    whole_way(first, second, open_page(script=script), live_server.url)
    assert Reading.objects.filter(subject_type="responses.response").count() >= 5


def test_nothing_is_wrong_on_the_way(open_page, live_server, account):
    first, second = readers(open_page, live_server, True, 320, nothing_wrong)
    whole_way(first, second, open_page(width=320), live_server.url)


def test_words_are_marked_with_the_mouse(open_page, live_server, account):
    reader, _ = readers(open_page, live_server, True, 1280)
    reader.go(f"/desk/insight/responses/{account.reference}/")
    reader.go(f"/desk/insight/texts/{Passage.objects.get().pk}/code/")
    label = reader.page.get_by_text("I could breathe again.")
    label.evaluate(
        "node => { const text = node.firstChild; document.getSelection().setBaseAndExtent(text, 8, text, 15); }"
    )
    reader.page.wait_for_function("document.querySelector('[data-marked]').textContent.includes('breathe')")
    reader.page.get_by_label("Calls", exact=True).check()
    reader.press("Add")
    coding = Coding.objects.get()
    assert SAID[coding.start : coding.end] == "breathe"
