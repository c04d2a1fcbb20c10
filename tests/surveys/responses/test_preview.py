"""Trying a survey out: the respondents' pages, every step, and not a row in the database."""

import re

import pytest

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.questionnaires.translating import texts_of
from surveys.responses.models import Draft, Response
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
TRY = "/desk/surveys/one/draft/try/"


@pytest.fixture
def copy(client):
    client.force_login(make(User, role=roles.RESEARCHER))
    return make(WorkingCopy, survey=make(Survey, slug="one"))


def step(client, address, **data):
    """Send a page of the trial and read the next one."""
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"], client.get(answer.headers["Location"]).content.decode()


def test_the_whole_trial_follows_the_rules_and_keeps_nothing(client, copy):
    start = client.get(TRY).content.decode()
    assert "trial of the draft" in start
    assert "/s/one/" not in start
    address, shown = step(client, f"{TRY}?at=1", answer="no")
    assert "What helped?" in shown
    address, shown = step(client, address, answer=["call", "info"])
    address, shown = step(client, address, answer="3")
    assert "What could be better?" in shown
    address, shown = step(client, address, answer="Only the heron knows")
    assert "heron" not in address + shown
    address, shown = step(client, address, go="not_said")
    address, shown = step(client, address, go="skipped")
    assert "What may we do with your answers?" in shown
    address, shown = step(client, address)
    assert "A call, Facts" in shown
    assert "3 out of 10" in shown
    assert not Draft.objects.exists()
    assert not Response.objects.exists()


def test_a_question_off_the_path_is_passed_over(client, copy):
    address, _ = step(client, f"{TRY}?at=3&a=1.1", answer="9")
    assert "at=5" in address
    assert client.get(f"{TRY}?at=4&a=1.1.9").status_code == 404


def test_a_wrong_answer_is_said_with_the_words_that_people_read(client, copy):
    answer = client.post(f"{TRY}?at=3", {"answer": "99"})
    assert "Choose one of the answers on the page" in answer.content.decode()


@pytest.mark.parametrize("at", ["0", "99", "-1", "x", "1e3", "²", "1" * 50])
def test_a_place_that_is_not_there_is_not_found(client, copy, at):
    assert client.get(TRY, {"at": at, "a": "1.x.-9..99999999999999"}).status_code == 404


def test_a_draft_whose_rules_cannot_be_followed_leads_to_what_is_to_mend(client, copy):
    raw = six_questions()
    raw["questions"][3]["show_when"] = {"op": "is", "question": "gone", "value": "x"}
    WorkingCopy.objects.update(definition=raw)
    assert client.get(TRY).headers["Location"].endswith("/draft/check/")


def test_a_published_version_can_be_tried_too(client, copy):
    make(Survey, slug="two", opened=True)
    assert "trial of version 1" in client.get("/desk/surveys/two/1/try/?at=1").content.decode()


WHO = {"id": "who", "kind": "single", "text": "Whose is it?", "measures": "teller",
       "options": [{"id": "self", "text": "Mine"}, {"id": "for_someone", "text": "Somebody else's"}]}  # fmt: skip


@pytest.fixture
def voices(client, copy):
    raw = six_questions()
    raw["questions"] = [WHO, {**raw["questions"][0], "for_helper": "Did they feel heard?"}, raw["questions"][-1]]
    copy.definition = raw
    copy.save()
    return copy


def test_a_trial_speaks_to_helpers_in_their_own_words(client, voices):
    address, shown = step(client, f"{TRY}?at=1", answer="for_someone")
    assert "Did they feel heard?" in shown
    address, shown = step(client, address, answer="yes")
    address, shown = step(client, address, answer="Tea")
    assert "You tell this for somebody else. If you can, ask them first" in shown
    address, shown = step(client, address, consents=["count"])
    assert "Did they feel heard?" in shown
    assert "We keep it apart from what people tell about themselves" in shown


def test_the_end_of_a_trial_is_the_last_look_that_people_have(client, voices):
    address, shown = step(client, f"{TRY}?at=1", answer="self")
    address, shown = step(client, address, answer="yes")
    address, shown = step(client, address, answer="Tea")
    address, shown = step(client, address, consents=["count"])
    assert "Count my answers with everybody else&#x27;s" in shown or "Count my answers" in shown
    assert "you did not tick that staff may read it" in shown
    assert "In a trial nothing is sent" in shown
    assert "Send my answers" not in shown
    assert "/s/one/" not in shown


def test_a_consent_that_nobody_asks_for_cannot_stand_in_the_address(client, voices):
    assert "You may quote me" not in client.get(f"{TRY}?at=end&a=1.1.1&c=count,nonsense").content.decode()


def test_the_note_before_a_hard_section_is_shown_where_it_comes(client, copy):
    copy.definition["sections"][0] |= {"hard": True, "note": "We ask about a hard time."}
    copy.save()
    first = client.get(f"{TRY}?at=1").content.decode()
    assert "a page of its own" in first
    assert "We ask about a hard time." in first
    assert "a page of its own" not in client.get(f"{TRY}?at=2").content.decode()


@pytest.mark.parametrize(("go", "said"), [("help", "who can help"), ("pause", "take a break"), ("now", "help at once")])
def test_a_button_that_leads_away_says_so_and_answers_nothing(client, copy, go, said):
    answer = client.post(f"{TRY}?at=1", {"go": go, "answer": "yes"})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Did you feel heard?" in answer.content.decode()
    assert answer.context["form"]["answer"].value() == "yes"


@pytest.fixture
def told(client, copy):
    """A draft that can be read in Polish and Urdu, and that nobody has published."""
    raw = six_questions()
    raw["translations"] = {
        key: {place: f"[{key}] {text}" for place, text in texts_of(raw).items()} for key in ("pl", "ur")
    }
    copy.definition = raw
    copy.save()
    return copy


def test_a_trial_offers_each_language_of_the_draft(client, told):
    start = client.get(TRY).content.decode()
    assert 'href="?in=pl" lang="pl"' in start
    assert 'href="?in=ur" lang="ur" dir="rtl"' in start
    assert "ਪੰਜਾਬੀ" not in start
    assert '<html lang="en-GB"' in start
    assert "اردو" in client.get(f"{TRY}?at=2").content.decode()


def test_the_whole_trial_speaks_the_language_that_was_chosen(client, told):
    shown = client.get(f"{TRY}?in=ur").content.decode()
    assert '<html lang="ur" dir="rtl"' in shown
    assert "[ur] How was it for you?" in shown
    address = re.search(r'<a class="govuk-button" href="([^"]+)"', shown)[1].replace("&amp;", "&")
    assert "[ur] Did you feel heard?" in client.get(address).content.decode()
    for sent in ({"answer": "yes"}, {"answer": ["call"]}, {"answer": "9"}, {"answer": "yes"}, {"go": "skipped"}):
        address, shown = step(client, address, **sent)
        assert '<html lang="ur" dir="rtl"' in shown
    assert "What may we do with your answers?" not in shown
    address, shown = step(client, address, consents=["count"])
    assert '<html lang="ur" dir="rtl"' in shown
    assert "[ur] Yes" in shown


def test_the_frame_of_a_trial_stays_english_from_the_left(client, told):
    shown = client.get(f"{TRY}?at=1&in=ur").content.decode()
    frame = re.search(r"<aside[^>]*aria-label=\"Trial\"[^>]*>", shown)[0]
    assert 'lang="en-GB" dir="ltr"' in frame


def test_another_language_keeps_the_place_and_the_answers(client, told):
    shown = client.get(f"{TRY}?at=2&a=1&in=pl").content.decode()
    other = re.search(r'href="([^"]+)" lang="ur"', shown)[1].replace("&amp;", "&")
    assert "[ur] What helped?" in client.get(TRY + other).content.decode()
    assert "a=1" in other


@pytest.mark.parametrize("strange", ["pa", "xx", "../x", "en"])
def test_a_trial_in_a_language_that_the_draft_does_not_have_is_english(client, told, strange):
    shown = client.get(TRY, {"at": "1", "in": strange}).content.decode()
    assert '<html lang="en-GB"' in shown
    assert "Did you feel heard?" in shown
    assert "[pl]" not in shown


def test_the_next_page_of_the_desk_is_english_again(client, told):
    client.get(f"{TRY}?at=1&in=ur")
    assert '<html lang="en-GB"' in client.get("/desk/surveys/one/draft/check/").content.decode()


def test_every_path_can_be_walked_in_each_language(client, told):
    paths = client.get("/desk/surveys/one/draft/paths/").content.decode()
    assert "&amp;in=ur" in paths
    assert "&amp;in=pa" not in paths
