"""The way through a survey, as a browser without JavaScript goes it."""

import pytest
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.vault.sealing import open_words
from surveys.questionnaires.actions import publish
from surveys.questionnaires.models import Survey
from surveys.responses.browser import COOKIE
from surveys.responses.models import Draft, Receipt, Response, Uncounted, Words
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
ALL = [{"answer": "partly"}, {"answer": ["call", "info"]}, {"answer": "4"}, {"answer": "Ring back."}, {"answer": "yes"},
       {"answer": "The nurse was kind."}]  # fmt: skip
AGREED = {"consents": ["count", "read"]}


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


def step(client, number, data):
    return client.post(f"/s/how-was-it/{number}/", data)


def answer_all(client, answers=ALL, agreed=AGREED):
    for number, data in enumerate(answers, start=1):
        response = step(client, number, data)
    client.post("/s/how-was-it/agree/", agreed)
    return response


def send(client):
    return client.post("/s/how-was-it/check/")


def test_the_start_says_who_reads_it_and_sets_nothing(client, survey, django_assert_num_queries):
    client.get("/s/how-was-it/")
    with django_assert_num_queries(1):
        page = client.get("/s/how-was-it/")
    assert "Researchers who work for the office." in page.content.decode()
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"


def test_a_question_is_read_with_one_query_and_no_session(client, survey, django_assert_num_queries):
    client.get("/s/how-was-it/1/")
    with django_assert_num_queries(1):
        page = client.get("/s/how-was-it/1/")
    assert "Did you feel heard?" in page.content.decode()
    step(client, 1, ALL[0])
    with django_assert_num_queries(1):
        page = client.get("/s/how-was-it/2/")
    assert set(client.cookies) == {"t", "d"}
    assert "Question 2 of 5" in page.content.decode()


def test_the_whole_way(client, survey):
    assert answer_all(client)["Location"] == "/s/how-was-it/agree/"
    checked = client.get("/s/how-was-it/check/").content.decode()
    assert all(
        said in checked for said in ("Partly", "A call, Facts", "4 out of 10", "Ring back.", "The nurse was kind.")
    )
    assert send(client)["Location"] == "/s/how-was-it/done/"
    response = Response.objects.get()
    assert response.answers == [2, 5, 4, 1, 1, 1]
    assert (response.may_count, response.may_read, response.may_quote) == (True, True, False)
    said = {words.question: open_words(words, "sealed", purpose="voice") for words in Words.objects.all()}
    assert said == {"what_went_wrong": "Ring back.", "good_thing": "The nurse was kind."}
    assert not Draft.objects.exists()
    event = Event.objects.get(verb="sent")
    assert (event.by_kind, event.facts["consents"]) == ("person", ["count", "read"])


def test_every_question_can_be_skipped_in_three_ways_that_are_stored_apart(client, survey):
    ways = ["skipped", "not_said", "not_applicable", "skipped", "next"]
    for number, go in zip((1, 2, 3, 5, 6), ways, strict=True):
        step(client, number, {"go": go})
    client.post("/s/how-was-it/agree/", {})
    send(client)
    response = Response.objects.get()
    assert response.answers == [-1, -2, -3, None, -1, -1]
    assert not response.consents
    assert not Uncounted.objects.exists()


def test_answers_off_the_path_are_dropped(client, survey):
    answer_all(client)
    step(client, 3, {"answer": "9"})
    send(client)
    assert Response.objects.get().answers == [2, 5, 9, None, 1, 1]
    assert [words.question for words in Words.objects.all()] == ["good_thing"]


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
def test_a_later_step_first_leads_to_the_first(client, survey, number):
    assert client.get(f"/s/how-was-it/{number}/")["Location"] == "/s/how-was-it/1/"
    step(client, 1, ALL[0])
    if number > 2:
        assert client.get(f"/s/how-was-it/{number}/")["Location"] == "/s/how-was-it/2/"


@pytest.mark.parametrize("page", ["agree", "check"])
def test_the_last_pages_first_lead_to_the_first(client, survey, page):
    assert client.get(f"/s/how-was-it/{page}/")["Location"] == "/s/how-was-it/1/"


def test_nothing_is_sent_before_all_questions_were_seen(client, survey):
    step(client, 1, ALL[0])
    assert client.get(send(client)["Location"])["Location"] == "/s/how-was-it/2/"
    assert not Response.objects.exists()


def test_nothing_is_sent_before_the_page_of_consents(client, survey):
    for number, data in enumerate(ALL, start=1):
        step(client, number, data)
    assert send(client)["Location"] == "/s/how-was-it/agree/"
    assert not Response.objects.exists()


def test_sent_twice_is_one_response_and_the_same_page(client, survey):
    answer_all(client)
    assert send(client)["Location"] == send(client)["Location"] == "/s/how-was-it/done/"
    assert Response.objects.count() == Receipt.objects.count() == 1


def test_a_lost_cookie_says_so_and_gives_the_text_back(client, survey):
    step(client, 1, ALL[0])
    del client.cookies[COOKIE]
    page = step(client, 6, {"answer": "A long <b>story</b>"})
    assert page.status_code == 409
    assert "A long &lt;b&gt;story&lt;/b&gt;" in page.content.decode()


def test_a_draft_is_gone_after_fourteen_days_without_use(client, survey, time_machine_at):
    step(client, 1, ALL[0])
    time_machine_at(days=14)
    assert client.get("/s/how-was-it/2/").status_code == 200
    time_machine_at(days=15)
    assert client.get("/s/how-was-it/2/")["Location"] == "/s/how-was-it/1/"


def test_a_survey_published_again_changes_nothing_under_way(client, survey):
    first = survey.current
    step(client, 1, {**ALL[0], "v": first.pk})
    changed = six_questions(title="Another title")
    changed["questions"][1]["text"] = "Something else"
    publish(survey=survey, definition=changed, by=first.published_by)
    assert "What helped?" in client.get("/s/how-was-it/2/").content.decode()
    answer_all(client)
    send(client)
    assert Response.objects.get().version == first


def test_the_version_that_the_page_showed_counts(client, survey):
    first = survey.current
    publish(survey=survey, definition=six_questions(minutes=7), by=first.published_by)
    step(client, 1, {**ALL[0], "v": first.pk})
    assert Draft.objects.get().version == first


@pytest.mark.parametrize("v", ["", "0", "99999999999999999999", "x", "²", "-1"])
def test_a_version_that_was_never_shown_is_the_current_one(client, survey, v):
    step(client, 1, {**ALL[0], "v": v})
    assert Draft.objects.get().version == survey.current


def test_a_closed_survey_says_so_kindly(client):
    survey = make(Survey, slug="how-was-it", opened=True)
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    page = client.get("/s/how-was-it/")
    assert page.status_code == 410
    assert "This is closed now" in page.content.decode()
    assert "A long story" in step(client, 1, {"answer": "A long story"}).content.decode()
    assert client.get("/s/none/").status_code == 404


HOSTILE = ["<script>alert(1)</script>", "a\u202eb", "😀" * 50, "'; DROP TABLE x;--", "{{ 7*7 }}", "=1+1",
           "\ue000token\ue000",
           "%s%n", "\r\nBcc: x@example.org", "\ufffd\ud7ff"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_kept_as_they_are_and_shown_as_text(client, survey, text):
    for number, data in enumerate(ALL[:5], start=1):
        step(client, number, data)
    assert step(client, 6, {"answer": text}).status_code == 302
    page = client.get("/s/how-was-it/6/").content.decode()
    assert "<script>alert" not in page
    assert page.count("csrfmiddlewaretoken") == 1
    client.post("/s/how-was-it/agree/", AGREED)
    send(client)
    words = Words.objects.get(question="good_thing")
    assert open_words(words, "sealed", purpose="voice").split() == text.split()


@pytest.mark.parametrize("text", ["\x00", "x" * 2001, "x" * 1_000_000])
def test_what_cannot_be_kept_is_said_at_the_field_and_given_back(client, survey, text):
    for number, data in enumerate(ALL[:5], start=1):
        step(client, number, data)
    page = step(client, 6, {"answer": text})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "answer-error" in shown
    assert text.replace("\x00", "") in shown
    assert client.get("/s/how-was-it/check/")["Location"] == "/s/how-was-it/6/"


@pytest.mark.parametrize("number", [1, 2, 3, 5])
@pytest.mark.parametrize("value", ["nope", "\x00", "-1", "99", "<b>", "yes\x00", "１"])
def test_an_option_that_is_not_on_the_page_is_refused(client, survey, number, value):
    for n, data in enumerate(ALL[: number - 1], start=1):
        step(client, n, data)
    page = step(client, number, {"answer": value})
    assert page.status_code == 200
    assert "Choose one of the answers on the page" in page.content.decode()


def test_consents_that_are_not_on_the_page_are_refused(client, survey):
    answer_all(client, agreed={"consents": ["sell"]})
    page = client.post("/s/how-was-it/agree/", {"consents": ["sell"]})
    assert "Tick only what is on the page" in page.content.decode()
    assert send(client)["Location"] == "/s/how-was-it/agree/"


@pytest.mark.parametrize("address", ["", "not-an-address", "a@b\r\nBcc: c@d.example", "x" * 300, "\x00@example.org"])
def test_contact_needs_an_address_that_works(client, survey, address):
    answer_all(client)
    page = client.post("/s/how-was-it/agree/", {"consents": ["contact"], "address": address})
    assert page.status_code == 200
    assert "address-error" in page.content.decode()


def test_an_address_without_the_tick_for_contact_is_not_dropped_unsaid(client, survey):
    answer_all(client)
    page = client.post("/s/how-was-it/agree/", {"consents": ["read"], "address": "robin@example.org"}).content.decode()
    assert "You left an address, but did not tick “You may contact me”" in page
    assert "address-error" in page
    assert 'value="robin@example.org"' in page


def test_too_many_beginnings_are_told_to_wait(client, survey):
    assert [step(Client(), 1, ALL[0]).status_code for _ in range(60)] == [302] * 60
    page = step(client, 1, ALL[0])
    assert page.status_code == 429
    assert page["Retry-After"]
    assert step(Client(REMOTE_ADDR="192.0.2.7"), 1, ALL[0]).status_code == 302


def test_return_words_are_shown_until_they_are_noted(client, survey):
    answer_all(client)
    send(client)
    assert "Show my return words" in client.get("/s/how-was-it/done/").content.decode()
    client.post("/s/how-was-it/done/")
    words = client.get("/s/how-was-it/done/").context["words"]
    assert len(words.split()) == 5
    client.post("/s/how-was-it/done/")
    assert client.get("/s/how-was-it/done/").context["words"] == words
    client.post("/s/how-was-it/done/", {"noted": "1"})
    page = client.get("/s/how-was-it/done/").content.decode()
    assert words not in page
    assert "Show my return words" not in page


def test_the_list_of_open_surveys(client, survey, django_assert_num_queries):
    make(Survey)
    client.get("/s/")
    with django_assert_num_queries(1):
        page = client.get("/s/")
    assert page.content.decode().count("dv-card__title") == 1
    for _ in range(4):
        make(Survey, opened=True)
    with django_assert_num_queries(1):
        client.get(reverse("responses_open"))
