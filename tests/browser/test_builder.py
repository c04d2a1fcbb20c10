"""A researcher writes a survey with branching from nothing, checks it, publishes it; somebody answers it.

By the same function with and without script."""

import re

import pytest
from django.conf import settings

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.responses.models import Response
from tests.browser.sight import nothing_wrong, turn
from tests.browser.test_voice import Teller
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(open_page, live_server, client):
    client.force_login(make(User, role=roles.RESEARCHER))

    def opened(*, seen=lambda page, state: None, **device):
        page = open_page(**device)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        teller = Teller(page, live_server.url, seen)
        return teller

    return opened


def follow(writer, name):
    turn(writer.page.locator("a", has_text=name).first)
    writer.seen(writer.page, "read")


def begin(writer):
    writer.go("/desk/surveys/")
    follow(writer, "New survey")
    writer.press("Begin", "error")
    writer.write("How was the call?", "Title")
    writer.write("the-call", "Address")
    writer.press("Begin")
    assert writer.heading().endswith("How was the call?")


def ask_whether(writer):
    follow(writer, "Add a question to How it was for you")
    follow(writer, "One of several")
    writer.press("Save", "error")
    writer.write("Did somebody call you?", "The question")
    writer.write("Yes", "Option 1")
    writer.write("No", "Option 2")
    turn(writer.page.get_by_role("button", name="Save").last)


def ask_how(writer):
    """A question for those who said yes. The condition is made by plain buttons."""
    follow(writer, "Add a question to How it was for you")
    follow(writer, "A number on a scale")
    writer.write("How good was the call?", "The question")
    writer.page.get_by_label("Add a condition about").select_option(index=1)
    writer.press("Add the condition")
    assert writer.page.get_by_label("The question").input_value().strip() == "How good was the call?"
    writer.page.get_by_label("Condition", exact=True).select_option("is")
    turn(writer.page.get_by_role("button", name="Save").last)
    writer.seen(writer.page, "error")
    writer.page.get_by_label("Yes", exact=True).check()
    turn(writer.page.get_by_role("button", name="Save").last)
    assert "Shown when “Did somebody call you?” is “Yes”." in writer.page.content()


def delete_and_undo(writer):
    turn(writer.page.get_by_role("button", name=re.compile("^Delete.*Did somebody call you")))
    writer.press("Undo")
    assert WorkingCopy.objects.get().definition["questions"][0]["id"] == "did_somebody_call_you"


def check_and_publish(writer):
    follow(writer, "Try all paths")
    assert "These are all" in writer.page.content()
    follow(writer, "Walk this path")
    follow(writer, "End the trial")
    follow(writer, "Check and publish")
    assert "It can be published" in writer.page.content()
    writer.press("Publish")
    assert Survey.objects.get().state == "open"


def answer(writer):
    writer.go("/s/the-call/1/")
    writer.tick("Yes")
    writer.press("Continue")
    writer.tick("7")
    writer.press("Continue")
    writer.press("Skip this question")
    writer.press("Continue")
    writer.press("Send my answers")
    assert Response.objects.get().version.number == 1


def whole_way(writer):
    begin(writer)
    ask_whether(writer)
    ask_how(writer)
    delete_and_undo(writer)
    check_and_publish(writer)


@pytest.mark.parametrize("script", [True, False])
def test_a_survey_is_written_checked_published_and_answered(writer, script):
    someone = writer(script=script)
    whole_way(someone)
    answer(someone)


def test_nothing_is_wrong_while_a_survey_is_written(writer):
    states = set()

    def seen(page, state):
        states.add(state)
        nothing_wrong(page, state)

    someone = writer(width=320, seen=seen)
    whole_way(someone)
    base = "/desk/surveys/the-call/"
    for path in (
        "",
        "settings/",
        "history/",
        "changes/",
        "1/",
        "1/check/",
        "1/paper/",
        "1/try/?at=agree",
        "1/try/?at=end",
    ):
        someone.go(f"{base}{path}")
    assert states == {"read", "error", "filled"}


def test_two_people_at_once_lose_nothing(writer, client):
    survey = make(Survey, slug="one")
    make(WorkingCopy, survey=survey)
    first, second = writer(), writer(script=False)
    address = "/desk/surveys/one/draft/questions/heard/"
    for one in (first, second):
        one.go(address)
    first.write("Did they listen?", "The question")
    turn(first.page.get_by_role("button", name="Save").last)
    second.write("Did anybody listen?", "The question")
    turn(second.page.get_by_role("button", name="Save").last)
    assert "Did they listen?" in second.page.locator(".dv-both").inner_text()
    turn(second.page.get_by_role("button", name="Save").last)
    assert WorkingCopy.objects.get().definition["questions"][0]["text"] == "Did anybody listen?"
