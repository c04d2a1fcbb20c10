"""A member of the panel from joining to leaving, in headless Chromium, with and without script by the same steps."""

import re
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from derbyvoice.audit.actors import CLOCK
from derbyvoice.notifications.kinds import Ready, Withheld, kind_of
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.models import Cohort, District
from surveys.panel.actions import inviting
from surveys.panel.models import Carried, Invitation, Series, Subscriber, Topic, Wave
from surveys.panel.safe_times import LONDON
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.models import Response
from surveys.responses.pages import agree_drawn, check_drawn, drawn
from tests.browser.sight import nothing_wrong, turn
from tests.factories import make
from tests.surveys_journey import send_with_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def by_day():
    """Messages are sent by day only: it is noon of today, whenever this runs."""
    for kept in (definition_of, drawn, agree_drawn, check_drawn):
        kept.cache_clear()
    with time_machine.travel(datetime.combine(datetime.now(LONDON).date(), time(12), LONDON)):
        yield


@pytest.fixture
def wave():
    topic = make(Topic, key="told", name="Being told what is going on")
    make(District, code="T", name="Town")
    make(Cohort, key="adults", name="Adults")
    survey = make(Survey, slug="how-was-it", title="How was it for you?", opened=True)
    return make(Wave, series=make(Series, survey=survey), topics=[topic])


class Member:
    """Somebody with a device. `seen` is called on every page they come to, with its state."""

    def __init__(self, page, site, seen=lambda page, state: None):
        self.page, self.site, self.seen = page, site, seen

    def go(self, path, state="empty"):
        self.page.goto(f"{self.site}{path}")
        self.seen(self.page, state)

    def press(self, name, state="empty"):
        turn(self.page.get_by_role("button", name=name).first)
        self.seen(self.page, state)

    def follow(self, name):
        turn(self.page.get_by_role("link", name=name).first)
        self.seen(self.page, "empty")

    def write(self, words):
        self.page.get_by_role("textbox").fill(words)
        self.seen(self.page, "filled")

    def tick(self, *labels):
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        self.seen(self.page, "filled")

    def heading(self):
        return self.page.locator("h1").inner_text()


def letter(kind):
    message = Message.objects.filter(kind=kind).latest("id")
    return kind_of(message).prepare(message)


def join(member):
    member.go("/join/")
    member.press("Send me a code", "error")
    member.write("robin@example.org")
    member.press("Send me a code")
    member.press("Continue", "error")
    member.write("000000x")
    member.press("Continue", "error")
    member.write(re.search(r"\d{6}", letter("panel.code").text)[0])
    member.press("Continue")
    assert member.heading() == "What would you like?"


def choose(member):
    member.press("Save", "error")
    member.tick("Being told what is going on", "At most once in three months", "Yes, nobody else reads it")
    member.press("Save")
    assert "You are on the list" in member.page.content()
    member.press("Answer them")
    member.tick("Town", "Adults", "25 to 44")
    member.press("Save")
    assert member.heading() == "Your page"
    member.press("Show my return words")
    words = member.page.locator(".dv-words").inner_text()
    member.press("I have noted them")
    member.follow("Take a break")
    member.press("Take a break", "error")
    member.tick("One month")
    member.press("Take a break")
    member.press("End the break")
    member.press("I am done")
    return words


def come_back(member, words):
    member.go("/join/back/")
    member.press("Continue", "error")
    member.write("one two")
    member.press("Continue", "error")
    member.write(words)
    member.press("Continue")
    assert member.heading() == "Your page"
    member.press("I am done")


def come_back_by_code(member):
    member.go("/join/")
    member.write("robin@example.org")
    member.press("Send me a code")
    member.write(re.search(r"\d{6}", letter("panel.code").text)[0])
    member.press("Continue")


def answer(member, wave):
    inviting.sweep(now=clock.now(), by=CLOCK)
    mail = letter("panel.invitation")
    assert isinstance(mail, Ready)
    link = "/" + re.search(r"http\S+", mail.text)[0].split("/", 3)[3]
    member.go(link)
    member.press("Go to the questions")
    member.press("Start")
    for _ in range(6):
        member.press("Skip this question")
        if member.page.url.endswith("/agree/"):
            break
    member.tick("Count my answers with everybody else's")
    member.press("Continue")
    member.press("Send my answers")
    assert Response.objects.get().wave == wave.pk
    assert {cookie["name"] for cookie in member.page.context.cookies()} <= {"d", "t"}
    member.go(link)
    assert member.heading() == "This link is done"
    return mail


def use_what_was_sent(member, words):
    """Somebody who told us before brings it with its return words, and lost them first."""
    member.go("/list/")
    member.follow("I have told you about this already")
    member.press("Use what I sent", "error")
    member.write("one two")
    member.press("Use what I sent", "error")
    Response.objects.update(may_read=False)
    member.write(words)
    member.press("Use what I sent", "error")
    assert "You did not tick" in member.page.content()
    Response.objects.update(may_read=True)
    member.write(words)
    member.press("Use what I sent")
    assert "We use what you already told us" in member.page.content()
    member.go("/list/")
    assert member.page.get_by_text("We use what you already told us").is_visible()


def no_reminder_and_leave(member, mail):
    inviting.sweep(now=clock.now() + timedelta(days=8), by=CLOCK)
    assert Message.objects.filter(kind="panel.invitation").count() == 1
    assert isinstance(letter("panel.invitation"), Withheld)
    address = mail.headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    member.go(f"/{address}")
    member.press("Leave")
    assert member.heading() == "You have left the list"
    member.go(f"/{address}")
    assert Subscriber.objects.get().address is None
    assert not Invitation.objects.exists()


def whole_way(member, wave):
    join(member)
    words = choose(member)
    come_back(member, words)
    no_reminder_and_leave(member, answer(member, wave))


@pytest.mark.parametrize("script", [True, False])
def test_from_joining_to_leaving(open_page, live_server, wave, script):
    whole_way(Member(open_page(script=script), live_server.url), wave)


def test_nothing_is_wrong_empty_wrong_or_filled(open_page, live_server, wave):
    states = set()

    def seen(page, state):
        states.add(state)
        nothing_wrong(page, state)

    member = Member(open_page(width=320), live_server.url, seen)
    whole_way(member, wave)
    member.go("/q/x/")
    member.go("/leave-list/x/")
    assert states == {"empty", "error", "filled"}


def test_leaving_for_good_from_ones_own_page(open_page, live_server, wave):
    member = Member(open_page(script=False), live_server.url)
    join(member)
    member.go("/list/leave/")
    member.tick("Also take back every answer that I gave through the list")
    member.press("Leave and destroy everything")
    assert member.heading() == "You have left the list"


@pytest.mark.parametrize("script", [True, False])
def test_what_was_sent_before_is_used_with_its_return_words(open_page, live_server, wave, script):
    words = send_with_words(Client())
    seen = nothing_wrong if script else lambda page, state: None
    member = Member(open_page(script=script, width=320), live_server.url, seen)
    join(member)
    choose(member)
    inviting.sweep(now=clock.now(), by=CLOCK)
    come_back_by_code(member)
    use_what_was_sent(member, words)
    assert Carried.objects.standing().get().wave == wave
    inviting.sweep(now=clock.now() + timedelta(days=8), by=CLOCK)
    assert isinstance(letter("panel.invitation"), Withheld)
