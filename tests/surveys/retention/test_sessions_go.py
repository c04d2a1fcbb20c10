"""What was said in a session goes when its time is over: notes, what stood in them before, and facilitators' own."""

import uuid
from datetime import datetime, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from derbyvoice.audit.models import Event
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.actions import write_own_note
from surveys.fieldwork.models import EarlierText, Note, OwnNote, Participant, Session
from surveys.insight.models import Coding, Passage, Quote
from surveys.questionnaires.models import Survey
from surveys.retention import actions
from surveys.retention.models import Gone, Hold, KeepingRule, Proposal
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
STANDARD = 1095


@pytest.fixture
def office():
    return make(User, role=roles.OFFICE_STAFF)


def moment(days):
    return timezone.make_aware(datetime.combine(TODAY - timedelta(days=days), time(12)))


def held(days, *, state="closed", recorded=None, **fields):
    """A session of so many days ago with everything in it that somebody said."""
    recorded_at = moment(days if recorded is None else recorded)
    facts = {
        "state": state,
        "debrief": "everybody",
        "held_on": TODAY - timedelta(days=days),
        "recorded_at": recorded_at,
    }
    session = make(Session, **facts, **fields)
    person = make(Participant, session=session, may_quote=True)
    make(EarlierText, note=make(Note, session=session, participant=person))
    make(Note, session=session)
    make(OwnNote, session=session)
    return session


def sweep():
    return actions.sweep(day=TODAY, now=clock.now(), by=make(User))


def words_of(session):
    earlier = EarlierText.objects.filter(note__session=session)
    return earlier.count() + session.notes.count() + session.own_notes.count()


def test_what_was_said_goes_and_the_plan_and_the_proof_stay():
    old, recent = held(STANDARD + 1), held(STANDARD)
    assert sweep()["sessions"] == 1
    assert sweep()["sessions"] == 0
    assert (words_of(old), words_of(recent)) == (0, 4)
    old.refresh_from_db()
    assert (old.state, old.words_gone_on, old.participants.count()) == ("closed", TODAY, 1)
    assert Gone.objects.values_list("reference", "day").get() == (old.reference, TODAY)
    assert Event.objects.get(verb="let words go").facts == {"notes": 2}


def test_what_was_made_of_the_words_goes_with_them():
    session = held(STANDARD + 1)
    passage = make(Passage, words=None, note=session.notes.first())
    make(Coding, passage=passage)
    make(Quote, passage=passage)
    assert sweep()["sessions"] == 1
    assert [model.objects.count() for model in (Passage, Coding, Quote)] == [0, 0, 0]


@pytest.mark.parametrize("state", ["held", "written_up"])
def test_a_session_that_is_not_closed_keeps_its_words_and_the_office_is_told(client, office, state):
    session = held(STANDARD + 1, state=state)
    assert sweep()["sessions"] == 0
    assert words_of(session) == 4
    client.force_login(office)
    assert "1 session of that time is not closed" in client.get(reverse("retention_rules")).content.decode()


def test_a_session_that_was_written_down_late_counts_from_then():
    """A year typed wrongly does not take the words the same night."""
    session = held(3650, recorded=STANDARD)
    assert sweep()["sessions"] == 0
    Session.objects.filter(pk=session.pk).update(recorded_at=moment(STANDARD + 1))
    assert sweep()["sessions"] == 1


def test_a_session_that_is_held_for_the_law_stays(office):
    session, other = held(STANDARD + 1), held(STANDARD + 1)
    hold = actions.hold(session=session.reference, reason="Order of the court", by=office)
    assert sweep()["sessions"] == 1
    assert (words_of(session), words_of(other)) == (4, 0)
    actions.end_hold(hold=hold, by=office)
    assert sweep()["sessions"] == 1
    assert words_of(session) == 0


def test_a_hold_is_on_one_thing(client, office):
    session = held(1)
    client.force_login(office)
    page = reverse("retention_hold")
    assert "no session with this" in client.post(page, {"session": str(uuid.uuid4()), "reason": "x"}).content.decode()
    both = {"session": str(session.reference), "survey": make(Survey).slug, "reason": "x"}
    assert "Hold one response, one survey or one session" in client.post(page, both).content.decode()
    assert client.post(page, {"session": str(session.reference), "reason": "Letter 7"}).status_code == 302
    assert Hold.objects.get().session == session.reference
    assert "Letter 7" in client.get(reverse("retention_rules")).content.decode()


def test_the_office_sees_what_is_due_and_two_people_make_it_shorter(client, office):
    for days in (40, STANDARD - 5, STANDARD + 1):
        held(days)
    client.force_login(office)
    line = client.get(reverse("retention_rules")).context["sessions"]
    assert (line.days, line.now, line.soon, line.open) == (STANDARD, 1, 1, 0)
    rule = reverse("retention_rule", args=["all", "session"])
    page = client.post(rule, {"method": "delete", "days": "30"})["Location"]
    assert "The words of 3 sessions" in client.get(page).content.decode()
    assert sweep()["sessions"] == 1
    actions.confirm_rule(proposal=Proposal.objects.get(), by=make(User, role=roles.OFFICE_STAFF))
    assert sweep()["sessions"] == 2


def test_held_sessions_are_not_among_those_that_would_go(client, office):
    session, _ = held(40), held(40)
    actions.hold(session=session.reference, reason="Letter 7", by=office)
    client.force_login(office)
    page = client.post(reverse("retention_rule", args=["all", "session"]), {"method": "delete", "days": "30"})[
        "Location"
    ]
    assert "The words of 1 session</strong>" in client.get(page).content.decode()


def test_a_session_belongs_to_no_survey(client, office):
    survey = make(Survey, slug="one", opened=True)
    client.force_login(office)
    assert client.get(reverse("retention_rule", args=["one", "session"])).status_code == 404
    assert "session" not in actions.rules_of(survey)
    with pytest.raises(ValidationError, match="belongs to no survey"):
        actions.set_rule(survey=survey, state="session", method="delete", days=2000, by=office)
    with pytest.raises(ValidationError, match="belongs to no survey"):
        KeepingRule(survey=survey, state="session", method="delete", days=30).full_clean()


def test_nothing_new_is_written_once_its_words_are_gone(client):
    session, researcher = held(STANDARD + 1), make(User, role=roles.RESEARCHER)
    sweep()
    with pytest.raises(ValidationError, match="time is over"):
        write_own_note(session=session, words="I slept badly.", by=researcher)
    client.force_login(researcher)
    shown = client.get(reverse("fieldwork_session", args=[session.pk])).content.decode()
    assert "What was said here was destroyed on" in shown
    assert str(session.reference) in shown


def test_old_sessions_get_a_reference_of_their_own():
    one, other = make(Session), make(Session)
    before = {one.reference, other.reference}
    import_module("surveys.fieldwork.migrations.0007_each_its_own_reference").fill(apps, None)
    after = set(Session.objects.values_list("reference", flat=True))
    assert len(after) == 2
    assert not after & before
