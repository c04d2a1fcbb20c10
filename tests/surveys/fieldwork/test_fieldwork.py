"""A session from its plan to its end, what people in it allow, and what is kept of their words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from derbyvoice.audit.models import Event, Reading
from derbyvoice.office import clock
from derbyvoice.users import attention, roles
from derbyvoice.users.models import User
from surveys.fieldwork import actions
from surveys.fieldwork.choices import TRANSITIONS, Debrief, PersonDebrief, State
from surveys.fieldwork.models import EarlierText, Note, OwnNote, Participant, Prompt, Session
from surveys.questionnaires.choices import Consent
from surveys.safeguarding.models import Flag
from tests.factories import make

pytestmark = pytest.mark.django_db
PLAN = {"kind": "interview", "topic": "Waiting", "place": "library", "prompts": "How long?\n\n And then? \n"}


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


def on(day):
    return {"held_on_day": str(day.day), "held_on_month": str(day.month), "held_on_year": str(day.year)}


def test_a_session_from_its_plan_to_its_end(client, researcher):
    page = client.post("/desk/sessions/new/", {**PLAN, **on(clock.today())})["Location"]
    session = Session.objects.get()
    assert [str(prompt) for prompt in session.prompts.all()] == ["Q1. How long?", "Q2. And then?"]
    assert list(session.facilitators.all()) == [researcher]
    client.post(f"{page}move/", {"to": "held"})
    client.post(f"{page}people/", {"consents": ["may_read"]})
    client.post(f"{page}people/", {})
    first, prompt = Participant.objects.get(number=1), session.prompts.get(number=2)
    client.post(f"{page}notes/", {"participant": first.pk, "prompt": prompt.pk, "words": "Seven weeks."})
    client.post(f"{page}notes/", {"words": "It rained."})
    client.post(f"{page}move/", {"to": "written_up"})
    refused = client.post(f"{page}move/", {"to": "closed"}).content.decode()
    assert "what was done for people afterwards" in refused
    client.post(f"{page}afterwards/", {"what": "debrief", "debrief": "everybody"})
    client.post(f"{page}move/", {"to": "closed"})
    session.refresh_from_db()
    assert session.state == State.CLOSED
    shown = client.get(page).content.decode()
    assert "Seven weeks." in shown
    assert "It rained." in shown
    assert Reading.objects.filter(subject_type="fieldwork.session").count() == 2
    assert "Seven weeks." not in repr(list(Event.objects.values("facts")))


def test_a_plan_can_be_changed_until_it_is_held(client, researcher):
    session = make(Session, state="planned")
    page = f"/desk/sessions/{session.pk}/plan/"
    assert "Being kept informed" in client.get(page).content.decode()
    client.post(page, {**PLAN, **on(clock.today()), "prompts": "One\nTwo"})
    session.refresh_from_db()
    assert (session.topic, session.prompts.count()) == ("Waiting", 2)
    session.state = State.HELD
    session.save()
    assert "planned anew" in client.post(page, {**PLAN, **on(clock.today())}).content.decode()


def test_what_is_still_to_come_is_not_held(researcher):
    session = make(Session, state="planned", held_on=clock.today() + timedelta(days=1))
    with pytest.raises(ValidationError, match="when that day has come"):
        actions.move(session=session, to=State.HELD, by=researcher)
    assert actions.move(session=session, to=State.CALLED_OFF, by=researcher).state == State.CALLED_OFF


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("to", State)
def test_there_is_one_door_between_states(researcher, now, to):
    session = make(Session, state=now, debrief=Debrief.EVERYBODY)
    make(Participant, session=session)
    if to in TRANSITIONS[now]:
        assert actions.move(session=session, to=to, by=researcher).state == to
    else:
        with pytest.raises(ValidationError, match="cannot become"):
            actions.move(session=session, to=to, by=researcher)


def test_nobody_is_written_up_without_people(researcher):
    with pytest.raises(ValidationError, match="took part"):
        actions.move(session=make(Session), to=State.WRITTEN_UP, by=researcher)


def test_where_support_differs_each_person_is_said(researcher):
    session = make(Session, state="written_up", debrief=Debrief.DIFFERS)
    one, two = make(Participant, session=session), make(Participant, session=session)
    actions.note_person_debrief(participant=one, by=researcher, debrief=PersonDebrief.GIVEN, support_offered=True)
    with pytest.raises(ValidationError, match=r"for P2\."):
        actions.move(session=session, to=State.CLOSED, by=researcher)
    told = {"debrief": PersonDebrief.NOT_WANTED, "support_offered": False}
    actions.note_person_debrief(participant=two, by=researcher, **told)
    actions.move(session=session, to=State.CLOSED, by=researcher)


@pytest.mark.parametrize("state", ["planned", "closed", "called_off"])
def test_words_and_people_come_while_it_is_held_or_written_up(client, researcher, state):
    session = make(Session, state=state, debrief=Debrief.EVERYBODY)
    with pytest.raises(ValidationError):
        actions.write_note(session=session, words="x", by=researcher)
    with pytest.raises(ValidationError):
        actions.add_participant(session=session, by=researcher)
    page = client.post(f"/desk/sessions/{session.pk}/notes/", {"words": "x"})
    assert page.status_code == 200
    assert not Note.objects.exists()


# Consents


def test_who_does_not_allow_it_is_neither_written_down_nor_read(client, researcher):
    silent = make(Participant, may_read=False)
    with pytest.raises(ValidationError, match="does not allow"):
        actions.write_note(session=silent.session, words="x", by=researcher, participant=silent)
    page = client.post(f"/desk/sessions/{silent.session_id}/notes/", {"participant": silent.pk, "words": "x"})
    assert "participant-error" in page.content.decode()
    talks = make(Participant, session=silent.session)
    note = make(Note, session=talks.session, participant=talks, said="Only while I allow it")
    make(EarlierText, note=note, said="Before it was mended")
    one = f"/desk/sessions/{talks.session_id}/"
    assert "Only while I allow it" in client.get(one).content.decode()
    client.post(f"{one}people/{talks.number}/", {"what": "consents", "consents": ["may_count"]})
    shown = client.get(one).content.decode()
    assert "Only while I allow it" not in shown
    assert "P2 no longer allows anybody to read their words. 1 note is locked" in " ".join(shown.split())
    assert client.get(f"{one}notes/{note.pk}/").status_code == 404
    assert "Only while I allow it" not in client.get(f"{one}print/").content.decode()
    assert not EarlierText.objects.visible_to(researcher).exists()


def test_consents_may_change_after_the_session_is_closed(client, researcher):
    person = make(Participant, session=make(Session, state="closed", debrief=Debrief.EVERYBODY))
    page = f"/desk/sessions/{person.session_id}/people/1/"
    client.post(page, {"what": "consents", "consents": ["may_count", "may_record"]})
    person.refresh_from_db()
    assert (person.may_read, person.may_count, person.may_record) == (False, True, True)


def test_words_are_removed_for_good(client, researcher):
    person = make(Participant, may_quote=True)
    note = make(Note, session=person.session, participant=person)
    make(EarlierText, note=note)
    stays = make(Note, session=person.session)
    page = f"/desk/sessions/{person.session_id}/people/1/remove/"
    client.post(page)
    assert Note.objects.count() == 2
    client.post(page, {"sure": "yes"})
    assert list(Note.objects.all()) == [stays]
    assert not EarlierText.objects.exists()
    person.refresh_from_db()
    assert (person.may_read, person.may_quote, person.words_removed_on) == (False, False, clock.today())
    assert "words were destroyed on" in client.get(f"/desk/sessions/{person.session_id}/").content.decode()


def test_uses_follow_the_consents():
    quoted = make(Participant, may_quote=True, may_read=True)
    note = make(Note, session=quoted.session, participant=quoted)
    make(Note, session=quoted.session)
    make(Note, session=quoted.session, participant=make(Participant, session=quoted.session))
    assert list(Note.objects.allowing(Consent.READ, Consent.QUOTE)) == [note]
    assert not Note.objects.allowing(Consent.PUBLISH).exists()


# Recording


def test_a_recording_needs_everybodys_agreement(client, researcher):
    session = make(Session, state="written_up", debrief=Debrief.EVERYBODY)
    page = f"/desk/sessions/{session.pk}/afterwards/"
    day = clock.today() + timedelta(days=5)
    told = {"what": "recording", "kept_where": "Locked drive", "destroy_on_day": day.day}
    told |= {"destroy_on_month": day.month, "destroy_on_year": day.year}
    agrees, other = make(Participant, session=session, may_record=True), make(Participant, session=session)
    assert "P2 did not agree" in client.post(page, told).content.decode()
    actions.change_consents(participant=other, by=researcher, may_record=True)
    assert client.post(page, told).status_code == 302
    actions.change_consents(participant=agrees, by=researcher)
    assert "P1 does not agree to be recorded" in " ".join(
        client.get(f"/desk/sessions/{session.pk}/").content.decode().split()
    )
    with pytest.raises(ValidationError, match="Destroy the recording first"):
        actions.move(session=session, to=State.CLOSED, by=researcher)
    client.post(page, {"what": "destroyed"})
    session.refresh_from_db()
    assert (session.recording, session.kept_where, session.destroy_on) == ("destroyed", "", clock.today())
    actions.move(session=session, to=State.CLOSED, by=researcher)


def test_a_transcript_is_checked_by_somebody_else(client, researcher):
    session, colleague = make(Session, state="held"), make(User, role=roles.RESEARCHER)
    note = actions.write_note(session=session, words="It rained.", by=researcher)
    page, checked = f"/desk/sessions/{session.pk}/afterwards/", {"what": "transcript", "transcript": "checked"}
    assert "Somebody else must check it" in client.post(page, checked).content.decode()
    actions.correct_note(note=note, words="It rained hard.", by=colleague)
    client.force_login(colleague)
    assert client.post(page, checked)["Location"] == page
    session.refresh_from_db()
    assert session.transcript == "checked"


def test_a_recording_that_should_be_gone_waits_at_the_desk(client, researcher):
    make(Session, recording="kept", kept_where="Drive", destroy_on=clock.today())
    make(Session, recording="kept", kept_where="Drive", destroy_on=clock.today() + timedelta(days=1))
    waiting = {one.what.key: one.count for one in attention.waiting_for(researcher, now=clock.now())}
    assert waiting["recordings_to_destroy"] == 1
    assert client.get("/desk/sessions/").content.decode().count("Destroy the recording") == 1


# Notes


def test_a_correction_keeps_what_stood_there(client, researcher):
    person = make(Participant)
    note = make(Note, session=person.session, said="Seven weaks")
    page = f"/desk/sessions/{person.session_id}/notes/{note.pk}/"
    client.post(page, {"words": "Seven weeks", "participant": person.pk})
    client.post(page, {"words": "Seven weeks"})
    shown = client.get(page).content.decode()
    assert "Seven weaks" in shown
    assert "Seven weeks" in shown
    assert EarlierText.objects.count() == 1
    note.refresh_from_db()
    assert note.participant is None
    client.post(f"{page}remove/", {"sure": "yes"})
    assert not Note.objects.exists()


def test_a_note_of_another_session_is_refused(client, researcher):
    other = make(Participant)
    with pytest.raises(ValidationError):
        actions.write_note(session=make(Session), words="x", by=researcher, participant=other)
    with pytest.raises(ValidationError):
        actions.write_note(session=make(Session), words="x", by=researcher, prompt=make(Prompt))
    note = make(Note)
    assert client.get(f"/desk/sessions/{other.session_id}/notes/{note.pk}/").status_code == 404


def test_the_next_note_keeps_its_question(client, researcher):
    prompt = make(Prompt)
    page = f"/desk/sessions/{prompt.session_id}/notes/"
    answer = client.post(page, {"words": "One", "prompt": prompt.pk, "again": "1"})
    assert answer["Location"] == f"{page}?prompt={prompt.pk}"
    assert "selected" in client.get(answer["Location"]).content.decode()


def test_a_note_about_oneself_is_ones_own(client, researcher):
    session = make(Session)
    page = f"/desk/sessions/{session.pk}/how-i-am/"
    client.post(page, {"words": "It stays with me"})
    client.post(page, {"words": "It stays with me still"})
    assert "It stays with me still" in client.get(page).content.decode()
    client.force_login(make(User, role=roles.RESEARCHER))
    assert "It stays" not in client.get(page).content.decode()
    client.force_login(researcher)
    client.post(page, {"words": ""})
    assert not OwnNote.objects.exists()


def test_a_worry_is_passed_on_with_the_words(client, researcher):
    person = make(Participant)
    note = make(Note, session=person.session, participant=person, said="He knows where we live")
    page = f"/desk/sessions/{person.session_id}/notes/{note.pk}/worry/"
    assert "why-error" in client.post(page, {"why": " "}).content.decode()
    assert not Flag.objects.exists()
    assert client.post(page, {"why": "They may be followed"}).status_code == 302
    assert Flag.objects.get().source == "hand"
    silent = make(Note, session=person.session, participant=make(Participant, session=person.session, may_read=False))
    assert client.get(f"/desk/sessions/{person.session_id}/notes/{silent.pk}/worry/").status_code == 404


# The list


def test_the_list_finds_and_narrows(client, researcher):
    make(Session, topic="Waiting for news")
    make(Session, topic="First visits", state="planned", kind="interview")

    def shows(query):
        page = client.get(f"/desk/sessions/?{query}").content.decode()
        return ["Waiting for news" in page, "First visits" in page]

    assert shows("") == [True, True]
    assert shows("q=VISIT") == [False, True]
    assert shows("kind=interview") == [False, True]
    assert shows("state=held") == [True, False]
    assert shows("state=held&kind=interview") == [False, False]
    assert shows("state=no-such") == [True, True]
    assert "No session fits" in client.get("/desk/sessions/?q=xyz").content.decode()


@pytest.mark.parametrize("day", [("31", "2", "2026"), ("", "", ""), ("\x00", "1", "2026")])
def test_a_day_that_cannot_be_is_said(client, researcher, day):
    when = dict(zip(("held_on_day", "held_on_month", "held_on_year"), day, strict=True))
    page = client.post("/desk/sessions/new/", {**PLAN, **when})
    assert page.status_code == 200
    assert "held_on-error" in page.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("words", ["", "\x00", "x" * 10_001])
def test_a_note_that_cannot_be_kept_is_said(client, researcher, words):
    session = make(Session)
    page = client.post(f"/desk/sessions/{session.pk}/notes/", {"words": words})
    assert "words-error" in page.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("name", "queries"), [("session", 12), ("print", 12), ("transcript", 4)], ids=["session", "print", "transcript"]
)
def test_a_longer_session_costs_no_more(client, researcher, django_assert_num_queries, rows, name, queries):
    session = make(Session)
    for _ in range(rows):
        person = make(Participant, session=session)
        make(EarlierText, note=make(Note, session=session, participant=person, prompt=make(Prompt, session=session)))
    page = f"/desk/sessions/{session.pk}/{'' if name == 'session' else name + '/'}"
    client.get(page)
    with django_assert_num_queries(queries):
        assert client.get(page).status_code == 200
