"""A focus group and a paper form, by the same steps with script and without, and nothing for axe to find."""

import pytest
from django.conf import settings

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.models import Batch, Device, Note, Session
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response
from tests.browser.sight import nothing_wrong, turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk:
    """A researcher at their desk; where scripts run, every page they come to is looked at in every way."""

    def __init__(self, page, site, script):
        self.page, self.site, self.script = page, site, script

    def go(self, path):
        self.page.goto(f"{self.site}{path}")
        self.look()

    def look(self):
        if not self.script:
            return
        nothing_wrong(self.page)

    def press(self, name):
        turn(self.page.get_by_role("button", name=name, exact=True))
        self.look()

    def follow(self, name):
        turn(self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first)
        self.look()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def desk(request, open_page, live_server, client):
    client.force_login(make(User, role=roles.RESEARCHER))
    page = open_page(script=request.param, width=320)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return Desk(page, live_server.url, request.param)


def test_a_focus_group(desk):
    page, today = desk.page, clock.today()
    desk.go("/desk/sessions/")
    desk.follow("Plan a session")
    page.get_by_label("Focus group").check()
    page.get_by_label("What is it about?").fill("Waiting")
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(today, part)))
    page.get_by_label("Topic guide").fill("How long?\nAnd then?")
    desk.press("Save")
    desk.press("It took place")
    desk.follow("Add a person")
    page.get_by_label("Staff may read my words").check()
    desk.press("Save")
    desk.follow("Bring in a transcript")
    page.get_by_label("Transcript", exact=True).fill("Q1: How long?\nP1: Seven weeks.\nP2: Not here.")
    desk.press("Look at how it reads")
    assert "P2 did not take part" in page.inner_text("main")
    page.get_by_label("Transcript", exact=True).fill("Q1: How long?\nP1: Seven weeks.")
    desk.press("Look at how it reads")
    desk.press("Bring in 1 piece")
    assert "Seven weeks." in page.inner_text("main")
    desk.press("Everything is written up")
    desk.press("Close the session")
    assert "what was done for people" in page.inner_text("main")
    desk.follow("Support, recording and transcript")
    page.get_by_label("Everybody was debriefed").check()
    desk.press("Save support afterwards")
    desk.go(f"/desk/sessions/{Session.objects.get().pk}/")
    desk.press("Close the session")
    assert Session.objects.get().state == "closed"
    assert Note.objects.count() == 1


def test_a_paper_form(desk):
    page = desk.page
    batch = make(Batch, version=make(Survey, slug="how-was-it", opened=True).current)
    desk.go(f"/desk/entry/{batch.pk}/form/")
    for place, typed in ((1, "2"), (2, "1 4"), (3, "9"), (4, "Ring back.")):
        page.locator(f"[name=q{place}]").fill(typed)
    desk.press("Keep this form")
    assert "One answer leads nowhere" in page.inner_text("main")
    page.get_by_label("The form says so").check()
    page.get_by_label("Print return words").check()
    desk.press("Keep this form")
    assert len(page.locator(".dv-slip__words").inner_text().split()) == 5
    assert Response.objects.get().answers == [2, 5, 9, None, -1, -1]


def test_a_device(desk, open_page):
    page = desk.page
    survey = make(Survey, slug="how-was-it", opened=True)
    desk.go("/desk/devices/new/")
    page.get_by_label("Which device?").fill("Tablet 3")
    page.get_by_label("Which survey?").select_option(str(survey.pk))
    desk.press("Make the link")
    tablet = Desk(open_page(script=desk.script, width=320), "", desk.script)
    tablet.go(page.locator(".dv-slip").inner_text())
    tablet.press("Start")
    assert Device.objects.get().sitting
