"""Every kind of question in headless Chromium, with and without script by the same steps."""

import pytest

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort, District, VictimRight
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_bytes
from surveys.questionnaires.actions import publish
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses import actions
from surveys.responses.models import DraftRecording, Recording, Response
from surveys.responses.pages import agree_drawn, check_drawn, drawn
from tests.browser.sight import nothing_wrong
from tests.browser.test_voice import Teller
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.sounds import sound
from tests.survey_kinds import all_kinds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VOICE = {"id": "aloud", "kind": "voice", "text": "Would you like to say it aloud?", "help": "As long as you like."}


@pytest.fixture(autouse=True)
def definitions_read_anew():
    definition_of.cache_clear()
    drawn.cache_clear()
    agree_drawn.cache_clear()
    check_drawn.cache_clear()


@pytest.fixture
def survey():
    make(District, code="E07000034", name="Chesterfield")
    make(Cohort, key="adults", name="Adults")
    make(VictimRight, key="understand")
    raw = all_kinds()
    raw["questions"].insert(-1, VOICE)
    survey = make(Survey, slug="how-was-it", protection=Protection.STANDARD.value)
    publish(survey=survey, definition=raw, by=make(User))
    return survey


def choose(teller, label, option):
    teller.page.get_by_label(label, exact=True).select_option(label=option)


def tick_row(teller, row, number):
    teller.page.get_by_role("group", name=row).get_by_label(number, exact=True).check()


def tell(teller, script):
    """From the first statement to “Check before you send”, with a slip at every kind that can have one."""
    teller.go("/s/how-was-it/1/")
    assert teller.heading() == "Before we begin"
    teller.press("Continue")
    teller.tick("No & never")
    teller.press("Continue")
    teller.tick("A call", "A visit", "Facts")
    teller.press("Continue", "error")
    assert "Choose up to two" in teller.page.locator(".govuk-error-summary").inner_text()
    teller.page.get_by_label("A visit", exact=True).uncheck()
    teller.press("Continue")
    teller.tick("4")
    teller.press("Continue")
    tick_row(teller, "They listened", "2")
    teller.press("Continue")
    choose(teller, "First", "Facts")
    choose(teller, "Second", "Facts")
    teller.press("Continue", "error")
    choose(teller, "Second", "A call")
    teller.press("Continue")
    teller.write("two")
    teller.press("Continue", "error")
    assert teller.page.get_by_role("textbox").input_value() == "two"
    teller.write("2")
    teller.press("Continue")
    assert "You had 2 calls." in teller.page.content()
    teller.write("3")
    teller.press("Continue")
    teller.write("march", "Month")
    teller.press("Continue", "error")
    teller.write("2024", "Year")
    teller.press("Continue")
    teller.tick("Chesterfield")
    teller.press("Continue")
    teller.tick("Adults")
    teller.press("Continue")
    teller.write("The visit")
    teller.press("Continue")
    assert teller.heading() == "You said No & never. Why?"
    teller.press("Skip this question")
    speak(teller, script)
    teller.press("Continue")
    teller.press("Skip this question")
    teller.tick("Staff may read my words")
    teller.press("Continue")
    assert teller.heading() == "Check before you send"


def speak(teller, script):
    """With script: record, listen, record again. Without: send a file. Then delete it, and say it once more."""
    assert teller.heading() == "Would you like to say it aloud?"
    send_file(teller, b"this is no sound", "error")
    say = record if script else lambda told: send_file(told, sound("mp3"))
    say(teller)
    assert teller.page.locator("audio").count() == 1
    if script:
        teller.page.wait_for_function("document.querySelector('audio').readyState >= 1")
        assert 0.5 < teller.page.evaluate("document.querySelector('audio').duration") < 20
        assert teller.page.evaluate("document.querySelector('audio').controlsList.value") == "nodownload"
    teller.press("Delete my recording")
    assert teller.page.locator("audio").count() == 0
    say(teller)


def record(teller):
    teller.page.get_by_role("button", name="Start recording").click()
    teller.page.get_by_text("Recording. Speak when you are ready.").wait_for()
    teller.page.wait_for_timeout(2500)
    with teller.page.expect_navigation():
        teller.page.get_by_role("button", name="Stop and listen").click()
    teller.seen(teller.page, "filled")


def send_file(teller, raw, state="filled"):
    file = {"name": "at home.mp3", "mimeType": "audio/mpeg", "buffer": raw}
    teller.page.locator("input[type=file]").set_input_files(file)
    teller.page.wait_for_timeout(1100)  # a second press within a second is taken for a slip
    teller.press("Keep this file", state)


def whole_way(teller, script):
    tell(teller, script)
    assert "A voice recording" in teller.page.content()
    teller.press("Send my answers")
    row = Response.objects.get().answers
    assert row == [None, 2, 5, 4, 2, 3 + 1 * 16, 2, 3, 2024 * 12 + 2, 1, 1, 1, -1, 1, -1]
    recording = Recording.objects.get()
    assert open_bytes(recording, "sealed", purpose="voice")[:4] == b"\x1aE\xdf\xa3"
    assert recording.seconds >= 1


@pytest.mark.parametrize("script", [True, False])
def test_every_kind_is_answered(open_page, live_server, survey, script):
    whole_way(Teller(open_page(script=script), live_server.url), script)


def test_nothing_is_wrong_with_any_kind(open_page, live_server, survey):
    whole_way(Teller(open_page(width=320), live_server.url, nothing_wrong), True)


@pytest.fixture
def aloud():
    """A survey that asks for a voice, and nothing else."""
    raw = six_questions(questions=[VOICE, {"id": "last", "kind": "text", "text": "What was good?"}])
    return make(Survey, slug="how-was-it", opened=True, definition=raw)


def begin_to_speak(teller):
    teller.page.get_by_role("button", name="Start recording").click()
    teller.page.get_by_text("Recording. Speak when you are ready.").wait_for()
    teller.page.wait_for_timeout(2500)


@pytest.mark.parametrize(("pressed", "then"), [("Continue", "What was good?"), ("Take a break", "Take your time")])
def test_going_on_while_speaking_keeps_what_was_said(open_page, live_server, aloud, pressed, then):
    teller = Teller(open_page(), live_server.url)
    teller.go("/s/how-was-it/1/")
    begin_to_speak(teller)
    with teller.page.expect_navigation(timeout=60_000):
        teller.page.get_by_role("button", name=pressed, exact=True).click()
    assert teller.heading() == then
    assert DraftRecording.objects.count() == 1


def test_help_does_not_wait_for_what_is_being_said(open_page, live_server, aloud):
    teller = Teller(open_page(), live_server.url)
    teller.go("/s/how-was-it/1/")
    begin_to_speak(teller)
    teller.press("I am not safe now")
    assert "/s/" not in teller.page.url


def test_a_screen_does_not_forget_somebody_who_speaks(open_page, live_server, aloud):
    _, code = actions.open_kiosk(name="Front desk", survey=aloud, by=make(User, role=roles.OFFICE_STAFF))
    page = open_page(width=1280)
    page.clock.install()
    teller = Teller(page, live_server.url)
    teller.go(f"/k/{code}/")
    teller.press("Start")
    teller.go("/s/how-was-it/1/")
    page.get_by_role("button", name="Start recording").click()
    page.get_by_text("Recording. Speak when you are ready.").wait_for()
    page.clock.run_for(45_000)
    assert page.get_by_text("This page will be cleared").is_hidden()
    page.clock.run_for(45_000)
    assert page.get_by_text("This page will be cleared").is_hidden()
    assert page.get_by_role("button", name="Stop and listen").is_visible()
