"""Somebody tells how it was: the whole way in headless Chromium, with and without script by the same steps."""

import brotli
import pytest
from django.conf import settings

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.insight.models import Evidence, Finding
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.models import Response, Words
from surveys.responses.pages import agree_drawn, check_drawn, drawn
from tests.browser.sight import leave, nothing_wrong, turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "Only the heron knows what I wrote"
KIB = 1024


@pytest.fixture(autouse=True)
def definitions_read_anew():
    definition_of.cache_clear()
    drawn.cache_clear()
    agree_drawn.cache_clear()
    check_drawn.cache_clear()


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", title="How was it for you?", opened=True)


class Teller:
    """A person with a device. `seen` is called on every page they come to."""

    def __init__(self, page, site, seen=lambda page, state: None):
        self.page, self.site, self.seen = page, site, seen

    def go(self, path):
        self.page.goto(f"{self.site}{path}")
        self.seen(self.page, "read")

    def press(self, name, state="read"):
        turn(self.page.get_by_role("button", name=name, exact=True))
        self.seen(self.page, state)

    def tick(self, *labels):
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        self.seen(self.page, "filled")

    def write(self, text, label=None):
        box = self.page.get_by_label(label) if label else self.page.get_by_role("textbox")
        box.fill(text)
        self.seen(self.page, "filled")

    def heading(self):
        return self.page.locator("h1").inner_text()


def tell(teller):
    """From the list of surveys to “Check before you send”, with slips on the way."""
    teller.go("/s/")
    turn(teller.page.get_by_role("link", name="How was it for you?"))
    teller.seen(teller.page, "read")
    teller.press("Start")
    teller.tick("Partly")
    teller.press("Continue")
    teller.tick("A call", "Facts")
    teller.press("Continue")
    teller.tick("4")
    teller.press("Continue")
    assert teller.heading() == "What could be better?"
    teller.write("x" * 2001)
    teller.press("Continue", "error")
    assert "too long" in teller.page.locator(".govuk-error-summary").inner_text()
    assert len(teller.page.get_by_role("textbox").input_value()) == 2001
    teller.write("Ring back.")
    teller.press("Continue")
    teller.press("I would rather not say")
    teller.write(SECRET)
    teller.press("Continue")
    teller.page.get_by_label("You may contact me about what I said").check()
    teller.press("Continue", "error")
    teller.write("robin@example.org", "A safe e-mail address")
    teller.tick("Count my answers with everybody else's", "Staff may read my words")
    teller.press("Continue")
    assert teller.heading() == "Check before you send"


def send_and_note(teller):
    teller.press("Send my answers")
    teller.press("Show my return words")
    words = teller.page.locator(".dv-words").inner_text()
    teller.press("I have noted them")
    return words


def come_back(teller, words):
    teller.go("/back/")
    teller.write("one two")
    teller.press("Continue", "error")
    teller.write(words)
    teller.press("Continue")
    assert teller.heading() == "What you sent"


def whole_way(teller):
    """Tell, send, come back, change one's mind, take it all back."""
    tell(teller)
    words = send_and_note(teller)
    response = Response.objects.get()
    assert response.answers == [2, 5, 4, 1, -2, 1]
    said = {row.question: open_words(row, "sealed", purpose="voice") for row in Words.objects.all()}
    assert said == {"what_went_wrong": "Ring back.", "good_thing": SECRET}
    make(Evidence, finding=make(Finding, survey=response.version.survey), response=response)
    come_back(teller, words)
    assert SECRET in teller.page.content()
    turn(teller.page.get_by_role("link", name="See what happened to it"))
    teller.seen(teller.page, "read")
    turn(teller.page.get_by_role("link", name="Back", exact=True))
    turn(teller.page.get_by_role("link", name="Change what you allow"))
    teller.page.get_by_label("Count my answers with everybody else's").uncheck()
    teller.press("Save")
    assert not Response.objects.get().may_count
    turn(teller.page.get_by_role("link", name="Take everything back"))
    teller.seen(teller.page, "read")
    teller.press("Yes, take everything back")
    assert teller.heading() == "It is gone"
    assert Response.objects.get().answers is None
    assert not Words.objects.exists()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_whole_way(open_page, live_server, survey, script, width):
    whole_way(Teller(open_page(script=script, width=width), live_server.url))


def test_nothing_is_wrong_on_the_way(open_page, live_server, survey):
    states = set()

    def seen(page, state):
        states.add(state)
        nothing_wrong(page, state)

    whole_way(Teller(open_page(width=320), live_server.url, seen))
    assert states == {"read", "error", "filled"}


def test_nothing_is_wrong_with_the_other_pages(open_page, live_server, survey):
    closed = make(Survey, slug="closed-one", opened=True)
    Survey.objects.filter(pk=closed.pk).update(state="closed")
    page = open_page(width=320)
    for path in ("/s/closed-one/", "/join/", "/join/done/", "/heard/", "/leave-list/x/"):
        page.goto(f"{live_server.url}{path}")
        nothing_wrong(page)


@pytest.mark.parametrize("script", [True, False])
def test_back_after_leaving_shows_no_typed_word(open_page, live_server, survey, script):
    page = open_page(script=script, leaves=True)
    teller = Teller(page, live_server.url)
    tell(teller)
    teller.go("/s/how-was-it/6/")
    assert page.get_by_role("textbox").input_value() == SECRET
    leave(page)
    page.go_back(wait_until="load")
    page.wait_for_timeout(500)
    typed = [box.input_value() for box in page.locator("textarea").all()]
    assert SECRET not in " ".join([page.title(), page.content(), *typed])
    assert "d" not in {cookie["name"] for cookie in page.context.cookies()}


def test_the_way_back_button_keeps_what_was_answered(open_page, live_server, survey):
    teller = Teller(open_page(script=False), live_server.url)
    teller.go("/s/how-was-it/1/")
    teller.tick("No")
    teller.press("Continue")
    turn(teller.page.get_by_role("link", name="Back", exact=True))
    assert teller.page.get_by_label("No", exact=True).is_checked()


def test_two_presses_of_send_are_one_response(open_page, live_server, survey):
    teller = Teller(open_page(script=False), live_server.url)
    tell(teller)
    second = teller.page.context.new_page()
    second.goto(teller.page.url)
    teller.press("Send my answers")
    turn(second.get_by_role("button", name="Send my answers"))
    assert second.locator("h1").inner_text() == teller.heading()
    assert Response.objects.count() == 1


def test_the_first_view_is_light_and_leaves_nothing_behind(open_page, live_server, survey):
    page = open_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{live_server.url}/s/how-was-it/1/")
    page.wait_for_load_state("networkidle")
    assert len(answers) <= 4
    assert all(answer.url.startswith(live_server.url) for answer in answers)
    weight = sum(weight_of(answer) for answer in answers)
    assert weight <= 20 * KIB, weight
    scripts = [answer for answer in answers if answer.request.resource_type == "script"]
    assert sum(weight_of(answer) for answer in scripts) <= 5 * KIB
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def weight_of(answer) -> int:
    """Bytes on the wire with headers: pages go as they are, static files compressed as production serves them."""
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    body = answer.body()
    static = settings.STATIC_URL in answer.url
    return head + (min(len(brotli.compress(body)), len(body)) if static else len(body))


def test_nothing_is_wrong_with_the_researchers_pages(open_page, live_server, client, survey):
    client.force_login(make(User, role=roles.RESEARCHER))
    row = make(Response, version=survey.current)
    make(Words, response=row)
    finding = make(Finding, survey=survey)
    page = open_page(width=320)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    insight = ["responses/", f"responses/{row.reference}/", "results/how-was-it/", "findings/", "findings/new/"]
    desk = ["surveys/", "surveys/how-was-it/", "surveys/how-was-it/1/", "sessions/", "sessions/new/"]
    for path in [*desk, *(f"insight/{path}" for path in insight), f"insight/findings/{finding.pk}/"]:
        answer = page.goto(f"{live_server.url}/desk/{path}")
        assert answer.status == 200, (answer.url, page.inner_text("main"))
        nothing_wrong(page)
