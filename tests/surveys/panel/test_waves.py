"""Planning and opening waves; inviting, reminding, answering."""

import re
from datetime import date, timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.test import Client

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Event
from derbyvoice.notifications.kinds import Later, Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.models import Cohort, District
from derbyvoice.users.models import User
from surveys.panel.actions import inviting, own, waves
from surveys.panel.choices import Repeat, WaveState
from surveys.panel.links import INVITED, LEAVE, invitation_token, leave_token
from surveys.panel.models import Carried, Invitation, Series, Subscriber, Topic, Wave
from surveys.panel.profile import key_of
from surveys.panel.pseudonyms import pseudonym_of
from surveys.panel.reports import how_many
from surveys.panel.safe_times import is_safe, next_safe
from surveys.questionnaires.models import Survey
from surveys.questionnaires.wording import telling_words
from surveys.responses.models import Draft, Response
from tests.factories import make
from tests.notifications.test_words import readable
from tests.surveys.panel.steps import prepared
from tests.surveys_journey import answer_all

pytestmark = pytest.mark.django_db


def sweep(**later):
    return inviting.sweep(now=clock.now() + timedelta(**later), by=CLOCK)


def member(**fields):
    return make(Subscriber, **{"safe": "yes", **fields})


def asked():
    return set(Invitation.objects.values_list("subscriber", flat=True))


# Whom a wave asks


def test_a_wave_asks_those_whom_it_is_for():
    topic, place, group = make(Topic), make(District), make(Cohort)
    fits = {"district_key": key_of("district", place.code), "cohort_key": key_of("cohort", group.key)}
    wanted, elsewhere, other_group = member(**fits), member(cohort_key=fits["cohort_key"]), member(**fits)
    no_topic = member(**fits)
    Subscriber.objects.filter(pk=other_group.pk).update(cohort_key="")
    for row in (wanted, elsewhere, other_group):
        row.topics.add(topic)
    make(Wave, topics=[topic, make(Topic)], district=place, cohort=group)
    assert sweep()["asked"] == 1
    assert asked() == {wanted.pk}
    assert no_topic.pk not in asked()


@pytest.mark.parametrize(
    "row",
    [{"safe": "unknown"}, {"safe": "no"}, {"state": "asked", "joined_on": None}, {"paused_until": date(2999, 1, 1)},
     {"next_ask_on": date(2999, 1, 1)}],
    ids=str,
)  # fmt: skip
def test_nobody_is_asked_who_may_not_be(row):
    member(**row)
    make(Wave)
    assert sweep() == {"closed": 0, "asked": 0, "queued": 0}


@pytest.mark.parametrize("how_often", ["month", "quarter", "half_year"])
def test_nobody_is_asked_more_often_than_they_allow_over_all_waves(how_often, time_machine_at):
    member(how_often=how_often)
    make(Wave)
    make(Wave)
    assert sweep()["asked"] == 1
    days = {"month": 30, "quarter": 91, "half_year": 182}[how_often]
    Wave.objects.update(closes_on=clock.today() + timedelta(days=400))
    time_machine_at(days=days - 1)
    assert sweep()["asked"] == 0
    time_machine_at(days=days)
    assert sweep()["asked"] == 1


def test_a_sweep_is_harmless_when_run_twice():
    member()
    make(Wave)
    assert sweep() == {"closed": 0, "asked": 1, "queued": 1}
    assert sweep() == {"closed": 0, "asked": 0, "queued": 0}
    assert Message.objects.count() == 1


def test_many_are_taken_in_bites(monkeypatch):
    monkeypatch.setattr(inviting, "BITE", 3)
    monkeypatch.setattr(inviting, "MAILS", 2)
    for _ in range(8):
        member()
    make(Wave)
    assert sweep() == {"closed": 0, "asked": 8, "queued": 8}


@pytest.mark.parametrize("people", [1, 30])
def test_inviting_asks_as_many_questions_however_many_there_are(people, django_assert_num_queries):
    for _ in range(people):
        member()
    make(Wave)
    with django_assert_num_queries(20):
        sweep()


def test_nobody_is_asked_before_the_first_day_or_after_the_last():
    member()
    make(Wave, opens_on=clock.today() + timedelta(days=1))
    make(Wave, state="planned")
    over = make(Wave, opens_on=clock.today() - timedelta(days=9), closes_on=clock.today() - timedelta(days=1))
    assert sweep() == {"closed": 1, "asked": 0, "queued": 0}
    over.refresh_from_db()
    assert over.state == "closed"


# Messages


def invited(**fields):
    row = member(**fields)
    wave = make(Wave, reminders=2)
    sweep()
    return row, wave


def test_the_message_says_nothing_and_can_be_left_with_one_tap(client):
    row, _ = invited()
    mail = prepared("panel.invitation")
    assert isinstance(mail, Ready)
    assert telling_words(mail.subject + readable(mail.text)) == []
    assert mail.text.count("http") == 1
    assert mail.headers["List-Unsubscribe"].endswith(f"/leave-list/{leave_token(row)}/>")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "change",
    [{"safe": "unknown"}, {"safe": "no"}, {"paused_until": date(2999, 1, 1)}],
    ids=str,
)
def test_whether_it_is_safe_and_wanted_is_asked_at_sending(change):
    invited()
    Subscriber.objects.update(**change)
    assert isinstance(prepared("panel.invitation"), Withheld)


def test_a_closed_wave_sends_nothing():
    _, wave = invited()
    waves.move(wave=wave, to=WaveState.CLOSED, day=clock.today(), by=CLOCK)
    assert isinstance(prepared("panel.invitation"), Withheld)
    assert sweep(days=8)["queued"] == 0


def test_a_closed_survey_asks_nobody_until_it_opens_again(client):
    row, wave = invited()
    survey = wave.series.survey
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    member()
    assert isinstance(prepared("panel.invitation"), Withheld)
    assert sweep() == {"closed": 0, "asked": 0, "queued": 0}
    link = f"/q/{invitation_token(row.invitations.get(), 1)}/"
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
    assert not Draft.objects.exists()
    Survey.objects.filter(pk=survey.pk).update(state="open")
    assert isinstance(prepared("panel.invitation"), Ready)
    assert sweep()["asked"] == 1


def test_the_button_of_a_message_pressed_again_leads_back_to_what_was_begun(client):
    row, wave = invited()
    link, there = f"/q/{invitation_token(row.invitations.get(), 1)}/", f"/s/{wave.series.survey.slug}/"
    assert client.post(link)["Location"] == there
    assert client.post(link)["Location"] == client.get(link)["Location"] == there
    assert Draft.objects.count() == 1
    assert Client().get(link).status_code == Client().post(link).status_code == 410
    answer_all(client, slug=wave.series.survey.slug)
    client.post(f"{there}agree/", {})
    client.post(f"{there}check/")
    assert client.get(link).status_code == 410


def test_a_message_waits_for_a_safe_hour(time_machine_at):
    row, _ = invited()
    time_machine_at(hours=10)
    answer = prepared("panel.invitation")
    assert isinstance(answer, Later)
    assert is_safe(answer.until, days=row.days, parts=row.parts)


def test_one_invitation_and_two_reminders_a_week_apart(time_machine_at):
    invited()
    queued = []
    for day in range(27):
        time_machine_at(days=day, hours=1)
        queued.append(sweep()["queued"])
    assert sum(queued) == 2
    assert (queued[7], queued[14]) == (1, 1)
    assert isinstance(prepared("panel.invitation"), Ready)
    assert "remind" in prepared("panel.invitation").text


def test_reminders_keep_to_the_safe_days(time_machine_at):
    weekday = clock.today().weekday()
    row, _ = invited(days=1 << (weekday + 2) % 7, parts=0b100)
    assert Message.objects.count() == 0
    due = Invitation.objects.get().due
    assert is_safe(due, days=row.days, parts=row.parts)


def test_no_reminder_after_an_answer_or_after_the_link_was_used(time_machine_at, client):
    row, wave = invited()
    make(Response, wave=wave.pk, pseudonym=pseudonym_of(row.seed, wave.series_id))
    time_machine_at(days=7)
    sweep()
    assert isinstance(prepared("panel.invitation"), Withheld)


# The link


def test_no_signature_spells_a_word_and_a_link_from_before_still_works(client):
    row = make(Invitation)
    now = {INVITED: invitation_token(row, 1), LEAVE: leave_token(row.subscriber)}
    assert all(re.fullmatch(r"[0-9a-f]{32}(-1)?\.[0-9a-f]{64}", token) for token in now.values())
    before = {salt: signing.Signer(salt=salt).sign(token.partition(".")[0]) for salt, token in now.items()}
    assert client.get(f"/q/{before[INVITED].replace(':', '.')}/").status_code == 200
    assert client.get(f"/leave-list/{before[LEAVE].replace(':', '.')}/").status_code == 200
    for forged in (now[INVITED][:-1] + "g", now[INVITED][:-1], now[LEAVE], now[INVITED].replace("-1", "-2"), "x.", "."):
        assert client.get(f"/q/{forged}/").status_code == 404


def test_links_live_on_when_the_secret_changes(client, settings):
    row = make(Invitation)
    link = f"/q/{invitation_token(row, 1)}/"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [settings.SECRET_KEY]
    assert client.get(link).status_code == 200


@pytest.fixture
def link():
    row = make(Invitation, wave=make(Wave, series=make(Series, survey=make(Survey, slug="how-was-it", opened=True))))
    return f"/q/{invitation_token(row, 1)}/"


def finish(client):
    answer_all(client)
    client.post("/s/how-was-it/agree/", {"consents": ["count", "read"]})
    return client.post("/s/how-was-it/check/")


def test_scanners_spend_nothing_and_the_button_spends_it_once(client, link):
    for _ in range(3):
        assert Client().get(link).status_code == 200
        Client().head(link)
    assert client.post(link, {"go": "start"})["Location"] == "/s/how-was-it/"
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"go": "start"}).status_code == 410
    finish(client)
    row = Invitation.objects.get()
    answer = Response.objects.get()
    assert (answer.wave, answer.pseudonym) == (row.wave_id, pseudonym_of(row.subscriber.seed, row.wave.series_id))


def test_a_later_link_ends_the_earlier_ones_and_a_closed_wave_all(client):
    row = make(Invitation, mails=2)
    first, second = (f"/q/{invitation_token(row, step)}/" for step in (1, 2))
    assert client.get(first).status_code == 200
    client.post(second, {"go": "start"})
    assert Client().get(first).status_code == 410
    other = make(Invitation, wave=make(Wave, state="closed"))
    assert client.get(f"/q/{invitation_token(other, 1)}/").status_code == 410


def test_leaving_from_the_page_of_an_invitation(client, link):
    leave = client.get(link).context["leave"]
    assert client.post(f"/leave-list/{leave}/").status_code == 200
    assert not Invitation.objects.exists()
    assert client.get(link).status_code == 404


def test_the_record_does_not_say_who_answered(client, link):
    client.post(link, {"go": "start"})
    finish(client)
    names = set(Event.objects.values_list("subject_type", flat=True))
    assert "panel.invitation" not in names
    assert "panel.subscriber" not in names


def test_pseudonyms_are_the_same_over_a_series_and_apart_between_series():
    one, another = member(), member()
    assert pseudonym_of(one.seed, 1) == pseudonym_of(one.seed, 1)
    assert len({pseudonym_of(row.seed, series) for row in (one, another) for series in (1, 2)}) == 4
    with pytest.raises(ValueError, match="no pseudonym"):
        pseudonym_of(own.leave(subscriber=one, by=PERSON).seed, 1)


# Tell it once


@pytest.fixture
def told():
    """A member who told us about a topic a month ago, and a new wave about it."""
    topic, row = make(Topic), member()
    row.topics.add(topic)
    earlier = make(Wave, topics=[topic], state="closed")
    make(Invitation, wave=earlier, subscriber=row)
    facts = {"wave": earlier.pk, "pseudonym": pseudonym_of(row.seed, earlier.series_id)}
    response = make(Response, **facts, submitted_on=clock.today() - timedelta(days=30))
    return row, make(Wave, topics=[topic]), response


def test_what_was_told_serves_the_new_wave_if_the_member_says_yes(client, told):
    row, wave, response = told
    invitation = make(Invitation, wave=wave, subscriber=row)
    link = f"/q/{invitation_token(invitation, 1)}/"
    assert "Use what I already told you" in client.get(link).content.decode()
    assert not Carried.objects.exists()
    assert "We use what you already told us" in client.post(link, {"go": "told"}).content.decode()
    carried = Carried.objects.get()
    assert (carried.wave, carried.response) == (wave, response)
    assert carried.pseudonym == pseudonym_of(row.seed, wave.series_id)
    assert client.get(link).status_code == 410
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"may_read": False}, {"submitted_on": date(2020, 1, 1)}, {"pseudonym": None}], ids=str
)
def test_it_is_not_offered_without_consent_or_after_a_long_time(client, told, change):
    row, wave, _ = told
    Response.objects.update(**change)
    link = f"/q/{invitation_token(make(Invitation, wave=wave, subscriber=row), 1)}/"
    assert "already told" not in client.get(link).content.decode()
    assert client.post(link, {"go": "told"})["Location"] == link
    assert client.get(link).status_code == 200
    assert not Carried.objects.exists()


def test_those_who_told_us_are_not_asked_where_staff_chose_so(told):
    row, wave, _ = told
    Wave.objects.filter(pk=wave.pk).update(skip_told=True)
    assert sweep()["queued"] == 0
    assert Invitation.objects.get(wave=wave).state == "told"
    row.refresh_from_db()
    assert row.next_ask_on is None


# Planning


def plan(series, **chosen):
    facts = {"topics": [], "opens_on": clock.today(), "closes_on": clock.today() + timedelta(days=20)}
    return waves.plan(series=series, **{"repeat": Repeat.FIRST, **facts, **chosen}, by=make(User))


def test_a_wave_for_fewer_people_than_may_be_shown_cannot_be_opened():
    wave = plan(make(Series))
    for _ in range(4):
        member()
    with pytest.raises(ValidationError, match="Fewer than 5 people"):
        waves.move(wave=wave, to=WaveState.OPEN, day=clock.today(), by=make(User))
    member()
    assert waves.move(wave=wave, to=WaveState.OPEN, day=clock.today(), by=make(User)).state == "open"


def test_the_preview_is_a_figure_of_those_who_would_be_asked(told):
    _, wave, _ = told
    for _ in range(12):
        member().topics.set(wave.topics.all())
    member(safe="no").topics.set(wave.topics.all())
    assert str(how_many(wave, clock.today())) == "about 15"
    Wave.objects.filter(pk=wave.pk).update(skip_told=True)
    wave.refresh_from_db()
    assert str(how_many(wave, clock.today())) == "about 10"


@pytest.mark.parametrize(("repeat", "days", "fits"), [
    ("weeks", 41, False), ("weeks", 42, True), ("weeks", 84, True), ("weeks", 85, False), ("months", 200, True),
    ("months", 181, True), ("months", 180, False),
    ("later", 300, False), ("first", 50, False),
])  # fmt: skip
def test_a_repeat_opens_when_it_says(repeat, days, fits):
    series = plan(make(Series)).series
    later = clock.today() + timedelta(days=days)
    told = {"repeat": repeat, "opens_on": later, "closes_on": later + timedelta(days=9)}
    if fits:
        assert plan(series, **told).number == 2
    else:
        with pytest.raises(ValidationError):
            plan(series, **told)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValidationError, match="before it opens"):
        plan(make(Series), closes_on=clock.today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="twice"):
        plan(make(Series), reminders=3)
    with pytest.raises(ValidationError, match="no wave yet"):
        plan(make(Series), repeat=Repeat.WEEKS)
    wave = plan(make(Series))
    waves.move(wave=wave, to=WaveState.CLOSED, day=clock.today(), by=CLOCK)
    with pytest.raises(ValidationError, match="cannot become"):
        waves.move(wave=wave, to=WaveState.OPEN, day=clock.today(), by=CLOCK)


def test_some_safe_time_always_comes():
    now = clock.now()
    for days in range(1, 128):
        for parts in range(1, 8):
            moment = next_safe(now, days=days, parts=parts)
            assert moment >= now
            assert is_safe(moment, days=days, parts=parts)
    with pytest.raises(ValueError, match="No time"):
        next_safe(now, days=0, parts=1)
