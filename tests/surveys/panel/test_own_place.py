"""A member's own page: the way back, what they chose and said, a pause, their questions, leaving for good."""

from datetime import date

import pytest
from django.test import Client

from derbyvoice.audit.actors import PERSON
from derbyvoice.audit.models import Event
from derbyvoice.office.models import Cohort, District
from surveys.panel.actions import inviting, own
from surveys.panel.choices import GAP
from surveys.panel.models import Invitation, Subscriber, Topic, Visit, Wave
from surveys.panel.pseudonyms import pseudonym_of
from surveys.responses.models import Response
from tests.factories import make
from tests.surveys.panel.steps import CHOSEN, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return make(Topic, key="told")


@pytest.fixture
def member(client, topic):
    enter(client)
    client.post("/list/choose/", {**CHOSEN, "topics": ["told"]})
    return Subscriber.objects.get()


def page(client):
    return client.get("/list/").content.decode()


def return_words(client):
    client.post("/list/words/")
    return client.get("/list/").context["words"]


def test_return_words_open_the_page_again_and_new_ones_end_the_old(client, member):
    words = return_words(client)
    assert words in page(client)
    client.post("/list/words/", {"noted": "1"})
    assert words not in page(client)
    other = Client()
    assert other.post("/join/back/", {"return_words": f" {words.upper()} "})["Location"] == "/list/"
    assert other.get("/list/").status_code == 200
    newer = return_words(client)
    assert "We know nobody" in Client().post("/join/back/", {"return_words": words}).content.decode()
    assert Client().post("/join/back/", {"return_words": newer}).status_code == 302


def test_return_words_are_not_asked_for_without_end(client, member):
    answers = [client.post("/list/words/").status_code for _ in range(31)]
    assert answers == [302] * 30 + [429]
    assert client.post("/list/words/", {"noted": "1"}).status_code == 302, "to note them costs nothing"


@pytest.mark.parametrize("typed", ["", "one two", "apple " * 5, "\x00", "x" * 300])
def test_words_that_are_nobodys_are_said_and_kept(client, member, typed):
    answer = client.post("/join/back/", {"return_words": typed})
    assert answer.status_code == 200
    assert "return_words-error" in answer.content.decode()


def test_as_long_for_words_that_are_nobodys(client, member, django_assert_num_queries, monkeypatch):
    """One key is worked out and one row is looked for, whoever they belong to."""
    worked_out = []
    real = own.key_from
    monkeypatch.setattr(own, "key_from", lambda words: worked_out.append(1) or real(words))
    words = str(own.new_words())
    with django_assert_num_queries(1):
        assert own.find_by_words(words) is None
    mine = return_words(client)
    worked_out.clear()
    with django_assert_num_queries(1):
        assert own.find_by_words(mine) == member
    assert worked_out == [1]


def test_words_are_kept_nowhere(client, member):
    words = return_words(client)
    assert words.encode() not in Visit.objects.get().words.envelope
    member.refresh_from_db()
    assert words not in repr(vars(member))
    assert all(words not in repr(event.facts) for event in Event.objects.all())


def test_a_member_sees_and_changes_what_they_said_about_themselves(client, member):
    place, group = make(District, code="E07000032", name="Amber Valley"), make(Cohort, key="adults", name="Adults")
    told = {"district": place.code, "cohort": group.key, "age": "25_44"}
    assert client.post("/list/about/", told)["Location"] == "/list/"
    member.refresh_from_db()
    assert place.code not in repr(vars(member))
    assert "adults" not in repr(vars(member))
    assert all(words in page(client) for words in ("Amber Valley", "Adults", "25 to 44"))
    assert client.post("/list/about/", {"district": "not-said", "cohort": "", "age": "not-said"}).status_code == 302
    assert "Amber Valley" not in page(client)
    assert "checked" in client.get("/list/about/").content.decode()
    client.post("/list/about/", {"forget": "1"})
    member.refresh_from_db()
    assert (member.district_key, member.cohort_key, member.age_key) == ("", "", "")


def test_a_place_that_is_none_is_said(client, member):
    assert "error-summary" in client.post("/list/about/", {"district": "nowhere"}).content.decode()


def test_a_pause_and_its_end(client, member):
    assert "error-summary" in client.post("/list/pause/", {"length": "2"}).content.decode()
    assert client.post("/list/pause/", {"length": "3"})["Location"] == "/list/"
    assert "You take a break" in page(client)
    assert not Subscriber.objects.may_be_asked(own.clock.today()).exists()
    client.post("/list/pause/", {"end": "1"})
    assert Subscriber.objects.may_be_asked(own.clock.today()).exists()


def test_changing_how_often_moves_the_day_from_which_one_may_be_asked(client, member):
    day = own.clock.today()
    Subscriber.objects.update(next_ask_on=day + GAP["quarter"])
    client.post("/list/choose/", {**CHOSEN, "how_often": "month"})
    assert Subscriber.objects.get().next_ask_on == day + GAP["month"]


def test_ones_questions_are_open_answered_or_missed(client, member, topic):
    still_open, over = make(Wave, topics=[topic]), make(Wave, state="closed")
    make(Invitation, wave=still_open, subscriber=member)
    make(Invitation, wave=over, subscriber=member)
    Wave.objects.filter(pk=over.pk).update(opens_on=date(2026, 1, 1), closes_on=date(2026, 1, 28))
    assert "Open until" in page(client)
    assert "Over since" in page(client)
    make(Response, wave=still_open.pk, pseudonym=pseudonym_of(member.seed, still_open.series_id))
    assert "You answered" in page(client)
    assert "Open until" not in page(client)


def test_a_wave_that_ended_early_does_not_name_a_day_to_come(client, member):
    make(Invitation, wave=make(Wave, state="closed"), subscriber=member)
    said = page(client)
    assert "Over since" not in said
    assert "This is closed now" in said


def test_a_question_can_be_begun_again_from_ones_own_page(client, member):
    asked = make(Invitation, subscriber=member, used=1)
    answer = client.post(f"/list/{asked.reference}/")
    assert answer["Location"] == f"/s/{asked.wave.series.survey.slug}/"
    assert client.post(f"/list/{make(Invitation, subscriber=make(Subscriber)).reference}/").status_code == 404


def left(client, **told):
    client.post("/list/leave/", told)
    return Subscriber.objects.get()


def test_leaving_destroys_everything(client, member):
    make(District, code="E07000032")
    client.post("/list/about/", {"district": "E07000032"})
    return_words(client)
    invitation = make(Invitation, subscriber=member)
    response = make(Response, wave=invitation.wave_id, pseudonym=pseudonym_of(member.seed, invitation.wave.series_id))
    row = left(client)
    empty = (row.address, row.finder, row.words_finder, row.seed, row.district_key, row.safe, row.topics.count())
    assert empty == (None, None, None, "", "", "unknown", 0)
    assert not Invitation.objects.exists()
    assert not Visit.objects.exists()
    assert Wave.objects.get().gone == 1
    response.refresh_from_db()
    assert response.state == "received"
    assert client.get("/list/")["Location"] == "/join/"


def test_leaving_can_take_back_the_answers_too(client, member):
    invitation = make(Invitation, subscriber=member)
    mine = make(Response, wave=invitation.wave_id, pseudonym=pseudonym_of(member.seed, invitation.wave.series_id))
    twice = make(Response, wave=None, pseudonym=mine.pseudonym)
    others = make(Response, wave=invitation.wave_id, pseudonym=pseudonym_of("another", invitation.wave.series_id))
    left(client, answers_too="on")
    for row in (mine, twice, others):
        row.refresh_from_db()
    assert (mine.state, mine.answers, twice.state, others.state) == ("withdrawn", None, "withdrawn", "received")


def test_who_comes_again_after_leaving_is_somebody_new(client, member):
    left(client)
    enter(client)
    assert Subscriber.objects.joined().get().seed not in ("", member.seed)


def test_nothing_opens_without_a_visit():
    for address in ("", "choose/", "about/", "pause/", "leave/"):
        assert Client().get(f"/list/{address}")["Location"] == "/join/"
        assert Client().post(f"/list/{address}", {}).status_code in (302, 405)


def test_mail_that_comes_back_makes_the_address_unsafe(member):
    own.not_reached(reference=str(member.reference), by=PERSON)
    member.refresh_from_db()
    assert member.safe == "unknown"
    assert inviting.invite(make(Wave), now=own.clock.now(), day=own.clock.today()) == 0
