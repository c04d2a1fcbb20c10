"""Notes before hard sections, pauses, help on every page, and going on another day with return words."""

import pytest
from django.db import IntegrityError
from django.test import Client

from derbyvoice.audit.actors import PERSON
from derbyvoice.office import clock
from surveys.questionnaires.models import Survey
from surveys.responses import actions, way_back
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Draft, Response
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.govuk.reading import read
from tests.surveys_journey import ANSWERS, answer_all

pytestmark = pytest.mark.django_db
HARD = {"id": "story", "title": "What happened then", "note": "This may be hard.", "hard": True}
WRITTEN = "A long story that I would not like to write twice"


def hard_survey():
    """The first question is easy; the second and the third are of a hard section."""
    changed = six_questions()
    changed["sections"].append(HARD)
    for question in changed["questions"][1:3]:
        question["section"] = "story"
    return make(Survey, slug="how-was-it", opened=True, definition=changed)


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


def test_a_hard_section_has_its_note_on_a_page_of_its_own(client):
    hard_survey()
    assert client.post("/s/how-was-it/1/", ANSWERS[1])["Location"] == "/s/how-was-it/2/before/"
    assert client.get("/s/how-was-it/2/")["Location"] == "/s/how-was-it/2/before/"
    page = client.get("/s/how-was-it/2/before/").content.decode()
    assert all(said in page for said in ("This may be hard.", "Go on", "Skip these questions", "Take a break"))
    assert client.post("/s/how-was-it/2/before/", {"go": "on"})["Location"] == "/s/how-was-it/2/"
    assert "This may be hard." not in client.get("/s/how-was-it/2/").content.decode()
    assert client.get("/s/how-was-it/2/before/")["Location"] == "/s/how-was-it/2/"


def test_all_questions_of_a_hard_section_can_be_skipped_at_once(client):
    hard_survey()
    client.post("/s/how-was-it/1/", ANSWERS[1])
    assert client.post("/s/how-was-it/2/before/", {"go": "skip"})["Location"] == "/s/how-was-it/5/"
    for number in (5, 6):
        client.post(f"/s/how-was-it/{number}/", ANSWERS[number])
    client.post("/s/how-was-it/agree/", {"consents": ["count"]})
    client.post("/s/how-was-it/check/")
    assert Response.objects.get().answers == [2, -1, -1, None, 1, 1]


def test_a_break_before_a_hard_section_keeps_everything(client):
    hard_survey()
    client.post("/s/how-was-it/1/", ANSWERS[1])
    there = client.post("/s/how-was-it/2/before/", {"go": "pause"})["Location"]
    assert there == "/s/how-was-it/pause/?q=2"
    assert "/s/how-was-it/2/before/" in client.get(there).content.decode()


def test_a_survey_that_begins_with_a_hard_section(client):
    definition = six_questions(sections=[{**HARD, "id": "help"}])
    survey = make(Survey, slug="how-was-it", opened=True, definition=definition)
    assert client.get("/s/how-was-it/1/")["Location"] == "/s/how-was-it/1/before/"
    answer = client.post("/s/how-was-it/1/before/", {"go": "on", "v": survey.current_id})
    assert answer["Location"] == "/s/how-was-it/1/"
    assert client.get("/s/how-was-it/1/").status_code == 200
    assert Draft.objects.count() == 1


def test_two_presses_at_once_at_a_note_begin_one_draft(client, monkeypatch):
    definition = six_questions(sections=[{**HARD, "id": "help"}])
    make(Survey, slug="how-was-it", opened=True, definition=definition)
    real, first = actions.go_past_note, [IntegrityError("the other press was there first")]

    def go_past_note(**told):
        if first:
            raise first.pop()
        return real(**told)

    monkeypatch.setattr(actions, "go_past_note", go_past_note)
    assert client.post("/s/how-was-it/1/before/", {"go": "on"})["Location"] == "/s/how-was-it/1/"
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("go", ["help", "pause"])
def test_what_was_written_is_kept_on_the_way_to_help(client, survey, go):
    for number in range(1, 6):
        client.post(f"/s/how-was-it/{number}/", ANSWERS[number])
    there = client.post("/s/how-was-it/6/", {"answer": WRITTEN, "go": go})["Location"]
    assert there == f"/s/how-was-it/{go}/?q=6"
    assert 'href="/s/how-was-it/6/"' in client.get(there).content.decode()
    assert WRITTEN in client.get("/s/how-was-it/6/").content.decode()


@pytest.mark.parametrize("go", ["help", "pause"])
def test_help_is_not_refused_for_an_answer_that_cannot_be_kept(client, survey, go):
    for number in range(1, 6):
        client.post(f"/s/how-was-it/{number}/", ANSWERS[number])
    page = client.post("/s/how-was-it/6/", {"answer": "y" * 2001, "go": go})
    assert page.status_code == 200
    assert "y" * 2001 in page.content.decode()
    assert 'href="/s/how-was-it/6/"' in page.content.decode()


def paused_with_too_much(client):
    """The pause as it is shown when an answer cannot be kept; gives where each of its buttons leads."""
    for number in range(1, 7):
        client.post(f"/s/how-was-it/{number}/", ANSWERS[number])
    page = client.post("/s/how-was-it/6/", {"answer": "y" * 2001, "go": "pause"})
    return {form.attrs["action"] for form in read(page.content.decode()).all("form") if "data-exit" not in form.attrs}


@pytest.mark.parametrize(("go", "left"), [("throw", 0), ("words", 1)])
def test_the_buttons_of_a_pause_do_what_they_say_when_an_answer_could_not_be_kept(client, survey, go, left):
    (action,) = paused_with_too_much(client)
    there = client.post(action, {"go": go})["Location"]
    assert there == {"throw": "/s/how-was-it/thrown-away/", "words": "/s/how-was-it/pause/?q=6"}[go]
    assert Draft.objects.count() == left
    if left:
        assert len(client.get(there).context["held"].words.split()) == 5
        assert "The nurse was kind." in client.get("/s/how-was-it/6/").content.decode()


def test_nothing_written_is_no_answer(client, survey):
    assert client.post("/s/how-was-it/1/", {"go": "help"})["Location"] == "/s/how-was-it/help/?q=1"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("q", ["", "0", "99", "6", "x", "²", "-1", "9" * 40])
def test_a_way_back_that_cannot_be_is_the_next_step(client, survey, q):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    for page in ("help", "pause"):
        assert 'href="/s/how-was-it/2/"' in client.get(f"/s/how-was-it/{page}/", {"q": q}).content.decode()


@pytest.mark.parametrize("page", ["", "1/", "help/", "pause/", "agree/", "check/"])
def test_help_is_one_tap_away(client, survey, page):
    if page in ("agree/", "check/"):
        answer_all(client)
        client.post("/s/how-was-it/agree/", {})
    shown = client.get(f"/s/how-was-it/{page}").content.decode()
    assert "/s/how-was-it/help/" in shown or 'value="help"' in shown or page == "help/"


def test_help_stays_when_the_survey_is_closed(client, survey):
    Survey.objects.update(state="closed")
    assert client.get("/s/how-was-it/help/").status_code == 200
    assert client.get("/s/none/help/").status_code == 404


def words_of(client):
    client.post("/s/how-was-it/pause/", {"go": "words"})
    return client.get("/s/how-was-it/pause/").context["held"].words


def test_what_is_being_written_can_be_gone_on_with_elsewhere(client, survey):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    words = words_of(client)
    assert len(words.split()) == 5
    other = Client()
    assert other.post("/back/", {"return_words": words})["Location"] == "/s/how-was-it/pause/"
    assert "Question 2 of 5" in other.get("/s/how-was-it/2/").content.decode()
    assert client.get("/s/how-was-it/2/")["Location"] == "/s/how-was-it/1/"


def test_words_pressed_twice_at_once_lead_to_what_was_begun(client, survey):
    """Both presses found the draft before either took it up."""
    client.post("/s/how-was-it/1/", ANSWERS[1])
    found = way_back.find(words_of(client), day=clock.today())
    first, second = BrowserKey.new(), BrowserKey.new()
    for key in (first, second):
        assert actions.take_up(found=found, key=key, by=PERSON) == "how-was-it"
    assert actions.seen_in(key=second, place="how-was-it", day=clock.today()).held.answers
    assert actions.seen_in(key=first, place="how-was-it", day=clock.today()) is None


def test_words_of_what_was_sent_or_thrown_away_at_the_same_moment(client, survey, monkeypatch):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    words = words_of(client)
    found = way_back.find(words, day=clock.today())
    client.post("/s/how-was-it/pause/", {"go": "throw"})
    monkeypatch.setattr(way_back, "find", lambda *_, **__: found)
    assert Client().post("/back/", {"return_words": words}).status_code == 409


def test_words_given_while_writing_are_the_words_of_what_was_sent(client, survey):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    words = words_of(client)
    client.post("/s/how-was-it/pause/", {"go": "noted"})
    assert words not in client.get("/s/how-was-it/pause/").content.decode()
    answer_all(client)
    client.post("/s/how-was-it/agree/", {"consents": ["count"]})
    client.post("/s/how-was-it/check/")
    done = client.get("/s/how-was-it/done/").content.decode()
    assert words not in done
    assert "Show my return words" not in done
    other = Client()
    assert other.post("/back/", {"return_words": words})["Location"] == "/back/sent/"
    assert "The nurse was kind." in other.get("/back/sent/").content.decode()


def test_words_not_noted_are_shown_again_after_sending(client, survey):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    words = words_of(client)
    answer_all(client)
    client.post("/s/how-was-it/agree/", {})
    client.post("/s/how-was-it/check/")
    assert words in client.get("/s/how-was-it/done/").content.decode()


def test_two_beginnings_of_the_same_survey_are_not_mixed(client, survey):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    words = words_of(client)
    other = Client()
    other.post("/s/how-was-it/1/", {"answer": "no"})
    page = other.post("/back/", {"return_words": words})
    assert page.status_code == 409
    assert Draft.objects.count() == 2
    other.post("/s/how-was-it/pause/", {"go": "throw"})
    assert other.post("/back/", {"return_words": words})["Location"] == "/s/how-was-it/pause/"


def test_words_of_a_draft_stop_after_fourteen_days(client, survey, time_machine_at):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    words = words_of(client)
    time_machine_at(days=15)
    assert "words-error" in Client().post("/back/", {"return_words": words}).content.decode()


def test_nobody_is_thanked_for_what_is_not_sent(client, survey):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    assert client.get("/s/how-was-it/done/")["Location"] == "/s/how-was-it/"
    assert Draft.objects.count() == 1


def test_thrown_away_is_gone(client, survey):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    assert client.post("/s/how-was-it/pause/", {"go": "throw"})["Location"] == "/s/how-was-it/thrown-away/"
    assert client.get("/s/how-was-it/thrown-away/").status_code == 200
    assert not Draft.objects.exists()


def test_a_pause_without_a_beginning(client, survey):
    assert "nothing is kept" in client.get("/s/how-was-it/pause/").content.decode()
    assert client.post("/s/how-was-it/pause/", {"go": "words"}).status_code == 409


def test_no_word_is_in_the_database_as_it_is(client, survey):
    client.post("/s/how-was-it/1/", ANSWERS[1])
    words = words_of(client)
    draft = Draft.objects.get()
    assert words.encode() not in bytes(draft.sealed.envelope) + bytes(draft.way_back.envelope)
    assert words not in draft.finder
