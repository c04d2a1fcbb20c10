"""Scrutiny in headless Chromium: a question from asking to publishing, and every page empty, wrong and filled."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from derbyvoice.notifications.kinds import kind_of
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.loading import load_area
from derbyvoice.users import roles
from derbyvoice.users.models import User
from scrutiny.commitments import demo as commitments_demo
from scrutiny.measures import demo as measures_demo
from scrutiny.meetings.models import Meeting
from scrutiny.questions import demo as questions_demo
from scrutiny.questions import forms
from scrutiny.questions.models import Question
from tests.browser.sight import nothing_wrong
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 11, 21)
LISTS = ["overview_index", "meetings_list", "questions_list", "measures_list", "commitments_list"]
LISTS += ["commitments_changed", "boards_list", "questions_ask", "questions_sent"]


@pytest.fixture
def by():
    load_area("derbyshire")
    return make(User, role=roles.OFFICE_STAFF, is_staff=True)


@pytest.fixture
def filled(by, monkeypatch):
    """The demonstration's meeting, figures and promises; nobody in these tests takes three seconds to write."""
    monkeypatch.setattr(forms, "SECONDS_TO_THINK", -1)
    for demo in (questions_demo, measures_demo, commitments_demo):
        demo.load(today=TODAY, by=by)
    day = clock.today() + timedelta(days=30)
    return make(Meeting, date=day, question_deadline=day - timedelta(days=5), address="soon", state="announced")


def sound(page):
    nothing_wrong(page)
    expect(page.get_by_role("button", name="Exit this page")).to_be_visible()


def signed_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return page


def link_in_mail():
    message = Message.objects.latest("id")
    found = re.search(r"https?://\S+", kind_of(message).prepare(message).text)[0]
    return found.removeprefix(settings.PUBLIC_URL)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_question_travels_from_a_resident_to_the_public_page(open_page, live_server, filled, by, script, width):
    resident = open_page(script=script, width=width)
    resident.goto(f"{live_server.url}/scrutiny/")
    resident.get_by_role("button", name="Ask a question").click()
    resident.get_by_role("button", name="Send my question").click()
    expect(resident.get_by_role("heading", name="There is a problem")).to_be_visible()
    resident.get_by_label("Your question").fill("How long do people wait for an answer?")
    resident.get_by_label("Where do you live?").select_option(label="Erewash")
    resident.get_by_label("Your e-mail address").fill("robin@example.org")
    resident.get_by_role("button", name="Send my question").click()
    expect(resident.get_by_role("heading", name="Check your e-mail")).to_be_visible()

    resident.goto(f"{live_server.url}{link_in_mail()}")
    resident.get_by_role("button", name="Yes, send my question").click()
    expect(resident.get_by_text("It has reached us")).to_be_visible()
    follow, question = resident.url, Question.objects.latest("id")
    assert (question.state, question.meeting) == ("waiting", filled)

    office = signed_in(open_page(script=script, width=1280), live_server, by)
    office.goto(f"{live_server.url}{reverse('admin:questions_question_change', args=[question.pk])}")
    assert office.get_by_label("Words to publish").input_value() == "How long do people wait for an answer?"
    office.get_by_label("Take it, and send it to the force").check()
    office.get_by_role("button", name="Save", exact=True).click()

    force = signed_in(open_page(script=script, width=width), live_server, make(User, role=roles.FORCE_DESK))
    force.goto(f"{live_server.url}/desk/questions/")
    force.get_by_role("link", name="How long do people wait").click()
    force.get_by_label("Your answer").fill("Most wait a week.\n\n- we count\n- we mend")
    force.get_by_role("button", name="Send the answer to the office").click()
    expect(force.get_by_text("It is not public yet")).to_be_visible()

    office.goto(f"{live_server.url}{reverse('admin:questions_question_change', args=[question.pk])}")
    office.get_by_label("Publish question and answer").check()
    office.get_by_role("button", name="Save", exact=True).click()

    resident.goto(follow)
    resident.get_by_role("link", name="Read the answer").click()
    expect(resident.get_by_text("Resident from Erewash")).to_be_visible()
    expect(resident.get_by_role("listitem").filter(has_text="we mend")).to_be_visible()
    assert resident.get_by_text("robin").count() == 0


def test_every_page_serves_everybody_when_empty(open_page, live_server, by):
    page = open_page(width=320)
    for name in LISTS:
        page.goto(f"{live_server.url}{reverse(name)}")
        sound(page)


def test_every_page_serves_everybody_when_filled(open_page, live_server, filled):
    page = open_page(width=320)
    published = Question.objects.published().first()
    addresses = [
        *(reverse(name) for name in LISTS),
        *(reverse("measures_page", args=[number]) for number in range(1, 7)),
        reverse("commitments_page", args=[2]),
        reverse("overview_meeting", args=["2023-07-11"]),
        reverse("overview_meeting", args=["soon"]),
        reverse("questions_page", args=[published.reference]),
        reverse("questions_list") + "?q=nothing+like+it",
        reverse("commitments_list") + "?show=late",
        reverse("questions_confirm", args=[published.reference, "wrong"]),
    ]
    for address in addresses:
        page.goto(f"{live_server.url}{address}")
        sound(page)


def test_the_form_and_the_desk_serve_everybody_when_something_is_wrong(open_page, live_server, filled):
    page = open_page(width=320)
    page.goto(f"{live_server.url}/scrutiny/ask/")
    page.get_by_role("button", name="Send my question").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page)
    assert page.title().startswith("Error: ")
    waiting = make(Question, state="with_force", public_words="How?", answer_due=date(2020, 1, 1))
    signed_in(page, live_server, make(User, role=roles.FORCE_DESK))
    page.goto(f"{live_server.url}/desk/questions/")
    sound(page)
    page.goto(f"{live_server.url}{reverse('questions_desk_answer', args=[waiting.reference])}")
    sound(page)
    page.get_by_role("button", name="Send the answer to the office").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page)


def test_the_trap_for_programs_is_out_of_everybodys_way(open_page, live_server, filled):
    page = open_page(width=390)
    page.goto(f"{live_server.url}/scrutiny/ask/")
    assert not page.get_by_label("Leave this box empty").is_visible() or page.evaluate(
        "document.querySelector('[name=website]').getBoundingClientRect().right < 0"
    )
    page.get_by_label("Your name").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") != "website"
