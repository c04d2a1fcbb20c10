"""Coming back with return words, changing one's mind, and leaving nothing behind."""

import base64

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Event
from derbyvoice.lib.envelopes import NotForThisReader
from derbyvoice.vault.sealing import open_words
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses import actions
from surveys.responses.actions import change_consents
from surveys.responses.browser import COOKIE, BrowserKey
from surveys.responses.forms import ConsentAgainForm
from surveys.responses.models import Draft, Receipt, Response, Uncounted, Words
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.surveys_journey import ANSWERS, answer_all, send_with_words

pytestmark = pytest.mark.django_db
SECRET = "Only the heron knows 4711"


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def words(client, survey):
    """Return words of somebody who sent the canary, in a browser that has forgotten it."""
    said = send_with_words(
        client, good_thing=SECRET, consents=["count", "read", "contact"], address="robin@example.org"
    )
    client.cookies.clear()
    return said


def come_back(client, words):
    return client.post("/back/", {"return_words": words})


def test_the_words_open_what_was_sent(client, words):
    assert come_back(client, words.upper())["Location"] == "/back/sent/"
    page = client.get("/back/sent/").content.decode()
    assert SECRET in page
    assert "Count my answers" in page
    assert Event.objects.filter(verb="came back", by_kind="person").count() == 1


def test_what_was_sent_stands_under_the_questions_as_they_were_asked(client):
    raw = six_questions()
    raw["questions"][4] |= {
        "measures": "teller",
        "options": [{"id": "self", "text": "Mine"}, {"id": "for_someone", "text": "Theirs"}],
    }
    raw["questions"][5] |= {
        "text": "What was good about {helped_by|the help}?",
        "for_helper": "What did {helped_by|it} do for them?",
    }
    make(Survey, slug="how-was-it", opened=True, definition=raw)
    for teller, said in (
        ("self", "What was good about A call, Facts?"),
        ("for_someone", "What did A call, Facts do for them?"),
    ):
        for number, answer in (ANSWERS | {5: {"answer": teller}}).items():
            client.post(f"/s/how-was-it/{number}/", answer)
        client.post("/s/how-was-it/agree/", {})
        assert said in client.get("/s/how-was-it/check/").content.decode()
        client.post("/s/how-was-it/check/")
        client.post("/s/how-was-it/done/")
        come_back(client, client.get("/s/how-was-it/done/").context["words"])
        assert said in client.get("/back/sent/").content.decode()


@pytest.mark.parametrize("typed", ["", "apple", "apple river stone cloud maple", "\x00", "<b>", "x " * 500])
def test_other_words_open_nothing(client, words, typed):
    page = come_back(client, typed)
    assert page.status_code == 200
    assert "words-error" in page.content.decode()
    for address in ("sent", "agree", "take-back"):
        assert client.get(f"/back/{address}/")["Location"] == "/back/"


def test_ten_tries_then_wait(client, words):
    pages = [come_back(client, "apple river stone cloud maple") for _ in range(11)]
    assert [page.status_code for page in pages] == [200] * 10 + [429]
    assert pages[-1]["Retry-After"]


def test_everybody_together_is_slowed_down(client, words):
    pages = [come_back(Client(REMOTE_ADDR=f"192.0.2.{n}"), "apple river stone cloud maple") for n in range(30)]
    assert [page.status_code for page in pages] == [200] * 30
    assert come_back(client, words).status_code == 429


def test_consents_change_at_once_and_counts_follow(client, words):
    come_back(client, words)
    Uncounted.objects.all().delete()
    client.post("/back/agree/", {"consents": ["quote"]})
    response = Response.objects.get()
    assert response.consents == {Consent.QUOTE}
    assert response.address is None
    assert [row.sign for row in Uncounted.objects.all()] == [-1]
    client.post("/back/agree/", {"consents": ["count"]})
    assert [row.sign for row in Uncounted.objects.order_by("id")] == [-1, 1]


def agree_again(client, **sent):
    """Nothing is allowed any more and the address is gone; then this is sent from the same page."""
    client.post("/back/agree/", {"consents": []})
    return client.post("/back/agree/", {"consents": ["contact"], **sent})


def test_contact_cannot_be_switched_on_without_an_address(client, words):
    come_back(client, words)
    page = agree_again(client, safe="on").content.decode()
    assert "Enter an e-mail address, or take out the tick" in page
    assert Response.objects.get().consents == frozenset()


def test_no_other_way_switches_contact_on_without_an_address(client, words):
    response, contact = Response.objects.get(), frozenset({Consent.CONTACT})
    change_consents(response=response, consents=frozenset({Consent.READ}), by=PERSON)
    with pytest.raises(ValidationError, match="Enter an e-mail address, or take out the tick"):
        change_consents(response=response, consents=contact, by=PERSON)
    assert Response.objects.get().consents == {Consent.READ}
    change_consents(response=response, consents=contact, address="wren@example.org", by=PERSON)
    change_consents(response=response, consents=contact | {Consent.READ}, by=PERSON)
    assert Response.objects.get().consents == contact | {Consent.READ}
    with pytest.raises(IntegrityError, match="contact_comes_with_an_address"), transaction.atomic():
        Response.objects.update(address=None, address_finder=None)


def test_an_address_that_goes_while_the_page_is_open_is_asked_for_again(client, words, monkeypatch):
    come_back(client, words)
    client.post("/back/agree/", {"consents": ["contact"]})
    page = ConsentAgainForm.clean

    def meanwhile(form):
        page(form)
        change_consents(response=Response.objects.get(), consents=frozenset(), by=PERSON)

    monkeypatch.setattr(ConsentAgainForm, "clean", meanwhile)
    answer = client.post("/back/agree/", {"consents": ["contact", "read"]})
    assert answer.status_code == 200
    assert "Enter an e-mail address, or take out the tick" in answer.content.decode()
    assert Response.objects.get().consents == frozenset()


def test_an_address_can_be_left_where_there_is_none(client, words):
    come_back(client, words)
    assert agree_again(client, address="wren@example.org", safe="on")["Location"] == "/back/sent/"
    response = Response.objects.get()
    assert response.consents == {Consent.CONTACT}
    assert open_words(response, "address", purpose="contact") == "wren@example.org"
    assert open_words(response, "address", purpose="safeguarding") == "wren@example.org"
    left = Event.objects.get(verb="left an address")
    assert (left.by_kind, left.subject_id) == ("person", str(response.pk))
    assert "wren" not in repr(list(Event.objects.values()))


def test_an_address_that_somebody_else_may_read_is_not_kept(client, words):
    come_back(client, words)
    page = agree_again(client, address="wren@example.org").content.decode()
    assert "safe-error" in page
    assert "wren@example.org" in page
    assert (Response.objects.get().address, Response.objects.get().may_contact) == (None, False)


def test_an_address_left_without_allowing_contact_is_said_at_the_field(client, words):
    come_back(client, words)
    client.post("/back/agree/", {"consents": []})
    page = client.post("/back/agree/", {"consents": ["read"], "address": "wren@example.org", "safe": "on"})
    assert "address-error" in page.content.decode()
    assert "wren@example.org" in page.content.decode()
    assert Response.objects.get().consents == frozenset()


def test_who_left_an_address_is_not_asked_for_another(client, words):
    come_back(client, words)
    page = client.get("/back/agree/").content.decode()
    assert 'name="address"' not in page
    assert "We hold the address that you left." in page
    client.post("/back/agree/", {"consents": ["contact", "read"]})
    assert open_words(Response.objects.get(), "address", purpose="contact") == "robin@example.org"


def test_an_address_typed_too_late_is_given_back(client, words):
    come_back(client, words)
    Receipt.objects.all().delete()
    page = client.post("/back/agree/", {"consents": ["contact"], "address": "wren@example.org", "safe": "on"})
    assert page.status_code == 409
    assert "wren@example.org" in page.content.decode()


def test_taken_back_leaves_a_number_and_two_days(client, words, django_capture_on_commit_callbacks):
    come_back(client, words)
    assert client.get("/back/take-back/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/back/take-back/")["Location"] == "/back/taken-back/"
    response = Response.objects.get()
    assert (response.state, response.answers, response.address, response.finder) == ("withdrawn", None, None, None)
    assert not Words.objects.exists()
    assert client.get("/back/sent/")["Location"] == "/back/"
    client.cookies.clear()
    assert "words-error" in come_back(client, words).content.decode()


@pytest.mark.parametrize(
    ("method", "page"),
    [
        ("get", "sent"),
        ("get", "agree"),
        ("post", "agree"),
        ("get", "take-back"),
        ("post", "take-back"),
        ("get", "what-happened"),
    ],
)
def test_a_second_device_is_told_kindly_when_the_first_took_it_back(client, words, method, page):
    other = Client()
    come_back(client, words)
    come_back(other, words)
    client.post("/back/take-back/")
    assert not Receipt.objects.exists()
    assert getattr(other, method)(f"/back/{page}/", {"consents": ["count"]})["Location"] == "/back/"


def test_the_envelopes_are_lost_before_the_rows(client, words):
    response = actions.withdraw(response=Response.objects.get(), by=PERSON)
    assert [row.sealed for row in Words.objects.all()] == [None, None]
    assert actions.withdraw(response=response, by=PERSON).state == "withdrawn"
    assert Event.objects.filter(verb="took back").count() == 1
    assert actions.forget_what_is_old(day=response.withdrawn_on, by=CLOCK)["words"] == 2


def test_old_drafts_and_receipts_are_destroyed(client, survey, time_machine_at):
    answer_all(client)
    make(Receipt)
    time_machine_at(days=15)
    from derbyvoice.office import clock

    assert actions.forget_what_is_old(day=clock.today(), by=CLOCK) == {"drafts": 1, "receipts": 1, "words": 0}


def test_the_database_alone_cannot_open_a_draft(client, survey):
    answer_all(client)
    draft = Draft.objects.get()
    with pytest.raises(NotForThisReader):
        open_words(draft, "sealed", purpose="voice")


def test_a_sentence_is_nowhere_in_the_logs(client, survey, caplog):
    caplog.set_level("DEBUG")
    words = send_with_words(client, good_thing=SECRET, consents=["read", "contact"], address="robin@example.org")
    come_back(client, words)
    client.get("/back/sent/")
    client.post("/back/", {"words": "heron " + words})
    client.cookies.clear()
    client.post("/s/how-was-it/6/", {"answer": SECRET})
    said = [repr(vars(record)) + record.getMessage() for record in caplog.records]
    assert said
    for needle in (SECRET, "robin@example.org", words, " ".join(words.split()[:3])):
        assert not any(needle in line for line in said)


def test_a_sentence_is_nowhere_in_the_database(client, words):
    needles = [SECRET, "robin@example.org", words]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            content = repr(cursor.fetchall())
            assert not any(needle in content for needle in needles), table
            assert not any(needle.encode().hex() in content for needle in needles), table


def test_nothing_is_sent_that_allows_contact_without_an_address(client, survey):
    answer_all(client)
    key = BrowserKey(base64.urlsafe_b64decode(client.cookies[COOKIE].value))
    told = {"consents": frozenset({Consent.CONTACT}), "address": ""}
    actions.save_consents(key=key, place="how-was-it", **told, by=PERSON)
    assert client.post("/s/how-was-it/check/")["Location"] == "/s/how-was-it/agree/"
    assert not Response.objects.exists()
    assert Draft.objects.exists()
