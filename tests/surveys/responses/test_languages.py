"""The way through a survey in another language: the questions, our own words, and the direction of reading."""

import re

import pytest
from django.test import Client

from surveys.questionnaires.demo import in_every_language
from surveys.questionnaires.languages import TRANSLATED
from surveys.questionnaires.models import Survey
from surveys.questionnaires.translating import languages_of, problems_of_translations, texts_of
from surveys.responses.models import Response
from tests.factories import make
from tests.factories.surveys import six_questions


def told(key):
    return {place: f"[{key}] {text}" for place, text in texts_of(six_questions()).items()}


@pytest.fixture
def survey(db):
    raw = six_questions(
        translations={key: told(key) for key in ("pl", "ur", "easy")}, clips={"": "https://example.org/whole"}
    )
    return make(Survey, slug="how-was-it", opened=True, definition=raw)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.get("Location", answer.status_code)
    return answer.content.decode()


def test_the_start_offers_each_language_by_its_own_name(client, survey):
    start = page(client, "/s/how-was-it/")
    assert 'href="?in=pl" lang="pl"' in start
    assert "Polski" in start
    assert "اردو" in start
    assert "Easy Read" in start
    assert "ਪੰਜਾਬੀ" not in start  # nobody has translated it


def test_a_survey_in_english_alone_offers_no_choice(client, db):
    make(Survey, slug="plain", opened=True)
    assert "dv-languages" not in page(client, "/s/plain/")


def test_the_whole_way_speaks_the_language_that_was_chosen(client, survey):
    start = page(client, "/s/how-was-it/?in=pl")
    assert 'href="/s/how-was-it/1/?in=pl"' in start
    assert "Ty decydujesz." in start
    first = page(client, "/s/how-was-it/1/?in=pl")
    assert "[pl] Did you feel heard?" in first
    assert '<html lang="pl"' in first
    assert "Dalej" in first
    assert "Wolę nie mówić" in first
    client.post("/s/how-was-it/1/?in=pl", {"answer": "yes", "go": "next"})
    second = page(client, "/s/how-was-it/2/")
    assert "[pl] What helped?" in second
    for number in (2, 3, 5, 6):
        client.post(f"/s/how-was-it/{number}/", {"go": "skipped"})
    assert "Policzcie moje odpowiedzi" in page(client, "/s/how-was-it/agree/")
    client.post("/s/how-was-it/agree/", {"consents": ["count"]})
    assert "[pl] Yes" in page(client, "/s/how-was-it/check/")
    client.post("/s/how-was-it/check/")
    assert "Dziękujemy" in page(client, "/s/how-was-it/done/")
    response = Response.objects.get()
    assert response.language == "pl"
    assert response.answers[0] == 1


def test_urdu_is_read_from_the_right(client, survey):
    assert '<html lang="ur" dir="rtl"' in page(client, "/s/how-was-it/1/?in=ur")


def test_easy_read_is_english_in_easier_words(client, survey):
    easy = page(client, "/s/how-was-it/1/?in=easy")
    assert '<html lang="en-GB"' in easy
    assert "[easy] Did you feel heard?" in easy


def test_drawn_pages_do_not_mix_languages(client, survey):
    assert "[pl]" in page(client, "/s/how-was-it/1/?in=pl")
    assert "[pl]" not in page(client, "/s/how-was-it/1/")
    assert "[ur]" in page(client, "/s/how-was-it/1/?in=ur")


def test_a_language_that_the_survey_does_not_have_is_english(client, survey):
    assert "Did you feel heard?" in page(client, "/s/how-was-it/1/?in=pa")
    assert "Continue" in page(client, "/s/how-was-it/1/?in=../x")


def test_errors_are_said_in_the_language_too(client, survey):
    answer = client.post("/s/how-was-it/1/?in=pl", {"answer": "nonsense", "go": "next"})
    assert "Wybierz jedną z odpowiedzi" in answer.content.decode()


def test_the_next_request_speaks_english_again(client, survey):
    page(client, "/s/how-was-it/1/?in=ur")
    assert '<html lang="en-GB"' in page(client, "/s/")


def test_a_clip_is_a_link_that_nothing_opens(client, survey):
    assert '<a class="govuk-link" href="https://example.org/whole"' in page(client, "/s/how-was-it/")


def test_the_first_survey_of_the_demonstration_can_be_read_in_every_language():
    raw = in_every_language()
    assert list(problems_of_translations(raw)) == []
    assert languages_of(raw) == ("en", *(one.key for one in TRANSLATED))


def test_help_and_the_way_back_from_it_speak_the_language(client, survey):
    helped = page(client, "/s/how-was-it/help/?q=1&in=ur")
    assert '<html lang="ur" dir="rtl"' in helped
    assert 'href="/s/how-was-it/1/?in=ur"' in helped
    assert 'href="/now/?in=ur"' in page(client, "/s/how-was-it/help/?q=1&in=ur")


def test_somebody_who_is_not_safe_is_told_what_to_do_in_their_language(client, survey):
    answer = client.post("/s/how-was-it/1/?in=ur", {"go": "now", "in": "ur"})
    assert answer["Location"] == "/now/?in=ur"
    now = client.get("/now/?in=ur", headers={"referer": "http://testserver/s/how-was-it/1/?in=ur"}).content.decode()
    assert '<html lang="ur" dir="rtl"' in now
    assert 'href="/s/how-was-it/1/?in=ur"' in now


@pytest.mark.parametrize("strange", ["%22%3E", "ur%20x", "../x", "x" * 40, "en"])
def test_a_strange_language_in_the_address_is_english(client, survey, strange):
    assert '<html lang="en-GB"' in page(client, f"/now/?in={strange}")
    assert '<html lang="en-GB"' in page(client, f"/back/?in={strange}")


def test_what_goes_wrong_is_said_in_the_language_of_the_form(client, survey):
    assert '<html lang="pl"' in client.get("/s/nothing/?in=pl").content.decode()
    lost = client.post("/s/how-was-it/3/", {"go": "next", "answer": "4", "in": "pl"})
    assert lost.status_code == 409
    assert "Wcześniejszych odpowiedzi już tu nie ma" in lost.content.decode()
    Survey.objects.update(state="closed")
    closed = client.post("/s/how-was-it/1/", {"go": "next", "in": "ur", "answer": "Something long that I wrote"})
    assert '<html lang="ur" dir="rtl"' in closed.content.decode()
    assert "Something long that I wrote" in closed.content.decode()


def test_an_expired_page_gives_the_words_back_in_the_language(survey):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/s/how-was-it/6/", {"answer": "Words that took long", "in": "pl"})
    assert answer.status_code == 403
    assert "To, co napisano, nadal tu jest" in answer.content.decode()
    assert '<html lang="pl"' in answer.content.decode()


def test_who_comes_back_is_spoken_to_in_the_language_of_their_answers(client, survey):
    client.post("/s/how-was-it/1/?in=pl", {"answer": "yes", "go": "next"})
    for number in (2, 3, 5, 6):
        client.post(f"/s/how-was-it/{number}/", {"go": "skipped"})
    client.post("/s/how-was-it/agree/", {"consents": []})
    client.post("/s/how-was-it/check/")
    client.post("/s/how-was-it/done/", {"go": "words"})
    shown = page(client, "/s/how-was-it/done/")
    words = re.search(r'class="dv-words"[^>]*>([^<]+)<', shown)[1]
    other = Client()
    assert "Wróć za pomocą swoich słów powrotu" in page(other, "/back/?in=pl")
    assert other.post("/back/", {"return_words": words}).status_code == 302
    sent = page(other, "/back/sent/")
    assert "[pl] Did you feel heard?" in sent
    assert '<html lang="pl"' in sent
    for address in ("add", "what-happened", "agree", "name", "take-back"):
        assert '<html lang="pl"' in page(other, f"/back/{address}/")
    assert '<html lang="en-GB"' in page(other, "/back/copy/")
    gone = other.post("/back/take-back/")
    assert gone["Location"] == "/back/taken-back/?in=pl"


def test_numbers_are_read_as_people_write_them_in_their_language(client, db):
    raw = six_questions(questions=[{"id": "calls", "kind": "number", "text": "How many calls?"}])
    make(Survey, slug="calls", opened=True, definition=raw)
    client.post("/s/calls/1/", {"answer": "۱۲", "go": "next"})
    assert 'value="12"' in page(client, "/s/calls/1/")
