"""Tell it once: what somebody sent on the public pages serves a wave, if they come with its return words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Event
from derbyvoice.notifications.kinds import Withheld
from derbyvoice.office import clock
from surveys.panel.actions import answering, inviting, own
from surveys.panel.links import invitation_token
from surveys.panel.models import Carried, Invitation, Series, Subscriber, Topic, Wave
from surveys.panel.pseudonyms import pseudonym_of
from surveys.panel.reports.rates import ANSWERED, BEFORE, NOT_YET, counts_of
from surveys.panel.told import ToldBefore
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, withdraw
from surveys.responses.models import Draft, Response
from surveys.retention.copies import serves
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.surveys.panel.steps import enter, prepared
from tests.surveys_journey import send_with_words

pytestmark = pytest.mark.django_db
NOTHING_HELD = "We hold nothing under these words"
USED_NOW = "We use what you already told us"


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", title="How was it for you?", opened=True)


@pytest.fixture
def asked(survey):
    """A member who is asked about a topic, in a wave of another survey."""
    topic = make(Topic)
    row = make(Subscriber, safe="yes")
    row.topics.add(topic)
    return make(Invitation, wave=make(Wave, topics=[topic]), subscriber=row, mails=0, due=clock.now())


@pytest.fixture
def words(survey):
    """Somebody told us on the public pages; what they allow is changed by each test."""
    return send_with_words(Client())


def link_of(invitation):
    return f"/q/{invitation_token(invitation, 1)}/before/"


def use(client, invitation, words):
    return client.post(link_of(invitation), {"return_words": words})


def test_what_was_sent_serves_the_wave_and_the_member_is_not_reminded(client, asked, words):
    Invitation.objects.update(mails=1)
    page = client.get(f"/q/{invitation_token(asked, 1)}/").content.decode()
    assert link_of(asked) in page
    assert USED_NOW in use(client, asked, words).content.decode()
    row = Carried.objects.get()
    assert (row.wave, row.response) == (asked.wave, Response.objects.get())
    assert row.pseudonym == pseudonym_of(asked.subscriber.seed, asked.wave.series_id)
    inviting.sweep(now=clock.now() + timedelta(days=8), by=CLOCK)
    asked.refresh_from_db()
    assert (asked.due, asked.mails) == (None, 1)
    assert client.get(f"/q/{invitation_token(asked, 1)}/").status_code == 410
    assert client.get(link_of(asked)).status_code == 410


def test_a_message_that_waits_already_is_not_sent(client, asked, words):
    inviting.sweep(now=clock.now(), by=CLOCK)
    use(client, asked, words)
    assert isinstance(prepared("panel.invitation"), Withheld)


def test_from_ones_own_page_and_it_says_so_there(client, asked, words):
    visit(client, asked.subscriber)
    own_link = f"/list/{asked.reference}/before/"
    assert own_link in client.get("/list/").content.decode()
    assert USED_NOW in client.post(own_link, {"return_words": words}).content.decode()
    page = client.get("/list/").content.decode()
    assert USED_NOW in page
    assert "You answered" not in page
    assert client.get(own_link)["Location"] == "/list/"


def visit(client, subscriber):
    enter(client)
    Subscriber.objects.exclude(pk=subscriber.pk).get().visits.update(subscriber=subscriber)


def test_no_line_of_the_record_and_no_table_leads_from_the_member_to_it(client, asked, words):
    response, before = Response.objects.get(), Event.objects.count()
    use(client, asked, words)
    assert Event.objects.count() == before
    kept = Response.objects.get()
    assert (kept.pseudonym, kept.wave) == (None, None)
    said = [str(value) for rows in (Invitation, Subscriber) for row in rows.objects.values() for value in row.values()]
    assert not {str(response.reference), response.finder} & set(said)
    assert str(Carried.objects.get().pseudonym) not in said


# Words that are wrong, and what cannot serve


@pytest.mark.parametrize("typed", ["apple river stone cloud maple", "one two", "", "wrnog " * 5])
def test_wrong_words_get_the_answer_of_coming_back_and_spend_nothing(client, asked, words, typed):
    told = {"return_words": typed}
    here = client.post(link_of(asked), told).context["form"].errors
    assert here == Client().post("/back/", told).context["form"].errors
    assert here
    assert not Carried.objects.exists()
    assert Client().get(f"/q/{invitation_token(asked, 1)}/").status_code == 200


def test_words_of_the_list_open_no_answer(client, asked, words):
    enter(client)
    client.post("/list/words/")
    of_the_list = client.get("/list/").context["words"]
    assert NOTHING_HELD in use(client, asked, of_the_list).content.decode()


def test_trying_here_counts_with_the_tries_of_coming_back(client, asked, words):
    for _ in range(10):
        client.post("/back/", {"return_words": ""})
    assert use(client, asked, words).status_code == 429
    assert not Carried.objects.exists()


def test_missing_consent_is_named_and_nothing_changes(client, asked, words):
    Response.objects.update(may_read=False)
    page = use(client, asked, words).content.decode()
    assert "You did not tick “Staff may read my words”" in page
    assert reverse("responses_back") in page
    assert words in page
    assert not Response.objects.get().may_read
    assert not Carried.objects.exists()
    Response.objects.update(may_read=True)
    assert USED_NOW in use(client, asked, words).content.decode()


def test_a_survey_that_never_asked_for_it_cannot_be_mended(client, asked, survey, words):
    counted_only = make(Survey, opened=True, definition={**six_questions(), "consents": ["count"]})
    Response.objects.update(may_read=False, version=counted_only.current)
    page = use(client, asked, words).content.decode()
    assert "Staff cannot read what was sent with those questions" in page
    assert "tick it" not in page


def test_what_is_too_old_does_not_serve(client, asked, words):
    Response.objects.update(submitted_on=clock.today() - timedelta(days=200))
    assert "You sent this a while ago" in use(client, asked, words).content.decode()
    assert not Carried.objects.exists()


def test_the_same_questions_are_asked_again_to_see_what_changed(client, asked, words):
    use(client, asked, words)
    later = make(Invitation, wave=make(Wave, series=asked.wave.series), subscriber=asked.subscriber)
    assert "We ask again to see what has changed" in use(client, later, words).content.decode()
    assert Carried.objects.count() == 1


def test_one_response_serves_a_wave_for_one_member(client, asked, words):
    use(client, asked, words)
    other = make(Invitation, wave=asked.wave, subscriber=make(Subscriber, safe="yes"))
    assert "We use this for these questions already" in use(client, other, words).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Carried, wave=asked.wave, response=Response.objects.get())


def test_what_is_still_being_written_is_finished_first(client, asked, survey):
    writer = Client()
    writer.post("/s/how-was-it/1/", {"answer": "partly"})
    writer.post("/s/how-was-it/pause/", {"go": "words"})
    words = writer.get("/s/how-was-it/pause/").context["held"].words
    page = use(client, asked, words).content.decode()
    assert "You have not sent this yet" in page
    assert Draft.objects.count() == 1


def test_who_lost_the_words_can_answer_from_here(client, asked):
    page = client.get(link_of(asked)).content.decode()
    assert "I have lost my words" in page
    here = f"/q/{invitation_token(asked, 1)}/"
    assert f'action="{here}"' in page
    slug = asked.wave.series.survey.slug
    assert client.post(here, {"go": "start"})["Location"] == f"/s/{slug}/"


@pytest.mark.parametrize("change", [{"state": "closed"}, {"closes_on": None}], ids=str)
def test_after_its_time_nothing_is_asked(client, asked, words, change):
    yesterday = clock.today() - timedelta(days=1)
    times = {"opens_on": yesterday, "closes_on": yesterday} if "closes_on" in change else change
    Wave.objects.filter(pk=asked.wave_id).update(**times)
    assert use(client, asked, words).status_code == 410
    assert not Carried.objects.exists()


# When the person changes their mind


def test_the_use_ends_at_once_when_it_is_taken_back(client, asked, words):
    use(client, asked, words)
    withdraw(response=Response.objects.get(), by=PERSON)
    assert not Carried.objects.exists()
    assert [state for _, state in answering.own_list(asked.subscriber)] == ["open"]


def test_the_use_ends_at_once_when_it_may_not_be_read_any_more(client, asked, words):
    use(client, asked, words)
    row = Response.objects.get()
    change_consents(response=row, consents=row.consents - {"read"}, by=PERSON)
    assert not Carried.objects.standing().exists()
    assert [state for _, state in answering.own_list(asked.subscriber)] == ["open"]
    other = send_with_words(Client(), good_thing="Another thing.")
    visit(client, asked.subscriber)
    client.post(f"/list/{asked.reference}/before/", {"return_words": other})
    assert Carried.objects.standing().get().response != row


def test_leaving_with_all_answers_ends_the_use_and_leaves_what_was_sent(client, asked, words):
    use(client, asked, words)
    own.leave(subscriber=asked.subscriber, by=PERSON, answers_too=True)
    assert not Carried.objects.exists()
    assert Response.objects.get().state == "received"


def test_a_copy_of_everything_says_which_questions_it_serves(client, asked, words):
    use(client, asked, words)
    client.post("/back/", {"return_words": words})
    told = serves(Response.objects.get())
    assert [row["survey"] for row in told] == [asked.wave.series.survey.title]
    assert "You let us use it for" in client.get(reverse("retention_copy")).content.decode()


# What it is for the panel


def test_the_rate_counts_a_member_once_who_answers_all_the_same(client, asked, words):
    use(client, asked, words)
    assert counts_of(asked.wave) == {ANSWERED: 0, BEFORE: 1, NOT_YET: 0}
    make(Response, wave=asked.wave_id, pseudonym=pseudonym_of(asked.subscriber.seed, asked.wave.series_id))
    assert counts_of(asked.wave) == {ANSWERED: 1, BEFORE: 0, NOT_YET: 0}


def test_it_counts_as_told_for_other_questions_about_the_topic(client, asked, words):
    use(client, asked, words)
    topic = asked.wave.topics.get()
    other = make(Invitation, wave=make(Wave, topics=[topic]), subscriber=asked.subscriber)
    link = f"/q/{invitation_token(other, 1)}/"
    assert "Use what I already told you" in client.get(link).content.decode()
    assert USED_NOW in client.post(link, {"go": "told"}).content.decode()
    skipping = make(Wave, topics=[topic], skip_told=True)
    inviting.sweep(now=clock.now(), by=CLOCK)
    assert Invitation.objects.get(wave=skipping, subscriber=asked.subscriber).state == "told"


def test_from_ones_own_page_what_the_list_knows_needs_no_words(client, asked, words):
    use(client, asked, words)
    series = make(Series)
    other = make(
        Invitation, wave=make(Wave, series=series, topics=[asked.wave.topics.get()]), subscriber=asked.subscriber
    )
    visit(client, asked.subscriber)
    page = f"/list/{other.reference}/before/"
    assert "Use what I already told you" in client.get(page).content.decode()
    assert USED_NOW in client.post(page, {"go": "told"}).content.decode()


def test_another_members_invitation_is_not_there(client, asked, words):
    enter(client)
    assert client.get(f"/list/{asked.reference}/before/").status_code == 404


# What serves these questions already


@pytest.fixture
def told_by_another(client, asked, words):
    """Somebody used it elsewhere, and another member typed the same words for these questions. Gives the questions of
    the first, which the second has used it for."""
    use(client, asked, words)
    wave = make(Wave, topics=[asked.wave.topics.get()])
    other = make(Invitation, wave=wave, subscriber=make(Subscriber, safe="yes"))
    assert USED_NOW in use(Client(), other, words).content.decode()
    return make(Invitation, wave=wave, subscriber=asked.subscriber)


def test_what_another_member_uses_is_not_offered(client, told_by_another):
    link = f"/q/{invitation_token(told_by_another, 1)}/"
    assert "already told" not in client.get(link).content.decode()
    assert client.post(link, {"go": "told"}, follow=True).status_code == 200
    assert Carried.objects.filter(wave=told_by_another.wave).count() == 1
    assert client.post(link, {"go": "start"}).status_code == 302


def test_what_another_member_takes_at_the_same_moment_is_left_to_them(asked, told_by_another, monkeypatch):
    held = Response.objects.get()
    monkeypatch.setattr(answering, "told_before", lambda invitation: held)
    with pytest.raises(answering.Used):
        answering.carry(invitation=told_by_another, step=1, by=PERSON)


def test_the_next_wave_of_the_same_questions_asks_though_it_serves_others(asked):
    """They answered; it serves other questions about the topic; now the first questions are asked again."""
    member, topic, first = asked.subscriber, asked.wave.topics.get(), asked.wave
    make(Response, wave=first.pk, pseudonym=pseudonym_of(member.seed, first.series_id), may_read=True)
    other = make(Invitation, wave=make(Wave, topics=[topic]), subscriber=member)
    answering.carry(invitation=other, step=1, by=PERSON)
    again = make(Wave, series=first.series, number=2, topics=[topic], skip_told=True)
    assert answering.told_before(make(Invitation, wave=again, subscriber=member)) is None
    assert not ToldBefore(again, clock.today()).by(member.seed)


def test_what_served_a_wave_does_not_serve_the_next_of_the_same_questions(client, asked, words):
    use(client, asked, words)
    other = make(Invitation, wave=make(Wave, topics=[asked.wave.topics.get()]), subscriber=asked.subscriber)
    answering.carry(invitation=other, step=1, by=PERSON)
    again = make(Wave, series=asked.wave.series, number=2, topics=[asked.wave.topics.get()])
    assert answering.told_before(make(Invitation, wave=again, subscriber=asked.subscriber)) is None
