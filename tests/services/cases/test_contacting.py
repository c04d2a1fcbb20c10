"""A contact ends a cycle; an attempt does not; a message never does."""

import uuid
from datetime import timedelta

import pytest

from derbyvoice.audit.models import Event, Reading
from derbyvoice.office.models import CrimeGroup
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from services.cases import due
from services.cases.actions import (
    Said,
    Stale,
    Tried,
    block,
    close_case,
    finish_task,
    keep_fact,
    leave_task,
    log_attempt,
    log_contact,
    open_person,
    reassign,
    record_channel,
    unblock,
)
from services.cases.actions.holding import NotAllowed, move
from services.cases.choices import Channel, Safety, State, TaskKind
from services.cases.models import Attempt, Case, CaseClock, ChannelSafety, Contact, Officer, OfficerTask, Team, Victim
from services.cases.rules import an_automatic_message_may_go
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db
DAY = NOON.date()
SAID = Said(
    way="phone", about="update", happened_on=DAY, next_on=DAY + timedelta(days=10), note="They asked about the window"
)
TRIED = Tried(way="phone", result="no_answer", happened_on=DAY)


@pytest.fixture
def case():
    case = make(Case)
    make(Victim, case=case)
    make(CaseClock, case=case, stage=2, due_on=DAY, due=NOON)
    return case


def log(case, what=SAID, *, seen_edit=None, form_id=None, by=None):
    act = log_contact if isinstance(what, Said) else log_attempt
    told = {"said" if isinstance(what, Said) else "tried": what}
    edit = case.edit if seen_edit is None else seen_edit
    return act(case, **told, seen_edit=edit, form_id=form_id or uuid.uuid4(), by=by or case.officer.user, now=NOON)


def test_a_contact_ends_the_cycle_and_starts_the_next(case):
    contact = log(case)
    clock = CaseClock.objects.get(case=case)
    assert (contact.cycle, clock.cycle, clock.stage) == (1, 2, 0)
    assert (clock.due_on, clock.due) == (SAID.next_on, due.moment_of(SAID.next_on, 0))
    assert open_words(contact, "note", purpose="case") == SAID.note
    assert SAID.note.encode() not in contact.note.envelope


def test_an_attempt_is_no_contact(case):
    log(case, TRIED)
    clock = CaseClock.objects.get(case=case)
    assert (clock.cycle, clock.stage, clock.due_on, clock.due) == (1, 2, DAY, NOON)
    assert not Contact.objects.exists()


@pytest.mark.parametrize(("what", "model"), [(SAID, Contact), (TRIED, Attempt)])
def test_the_same_form_five_times_is_one_entry(case, what, model):
    form_id = uuid.uuid4()
    entries = {log(case, what, seen_edit=1, form_id=form_id).pk for _ in range(5)}
    assert (len(entries), model.objects.count()) == (1, 1)


@pytest.mark.parametrize("what", [SAID, TRIED])
def test_of_two_people_who_saw_the_same_page_the_second_is_told(case, what):
    log(case)
    with pytest.raises(Stale):
        log(case, what, seen_edit=1)
    assert Contact.objects.count() + Attempt.objects.count() == 1


def test_what_is_logged_is_audited_without_its_words(case):
    log(case)
    event = Event.objects.get(verb="contacted")
    assert event.facts == {"cycle": 1, "way": "phone", "about": "update", "next_on": str(SAID.next_on)}


def test_a_contact_on_a_closed_case_starts_no_cycle(case):
    close_case(case, by=case.officer.user, now=NOON)
    log(case)
    assert CaseClock.objects.get(case=case).due_on is None


def test_a_closed_case_takes_as_many_contacts_as_there_are(case):
    close_case(case, by=case.officer.user, now=NOON)
    for _ in range(2):
        log(case)
        case.refresh_from_db()
    assert Contact.objects.filter(case=case).count() == 2
    clock = CaseClock.objects.get(case=case)
    assert (clock.due_on, clock.due) == (None, None)


def test_opening_a_person_is_written_down_with_its_reason(case):
    person = open_person(case, why="To call them", by=case.officer.user)
    assert (person.name, person.email, person.phone) == ("Robin Example", "robin@example.org", "01632 960123")
    reading = Reading.objects.get()
    assert (reading.by, reading.why, reading.subject_id) == (case.officer.user, "To call them", str(case.pk))


def test_reassigning_moves_the_clock_and_keeps_the_due_day(case):
    other = make(Officer)
    reassign(case, to=other, by=make(User), now=NOON)
    clock = CaseClock.objects.get(case=case)
    assert (clock.officer, clock.team, clock.due_on) == (other, other.team, DAY)
    assert list(Case.objects.visible_to(other.user)) == [case]


def test_an_officer_who_changes_team_takes_their_cases_along(case):
    team = make(Team)
    case.officer.team = team
    keep_fact(case.officer, by=make(User))
    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=team)
    assert list(Case.objects.visible_to(supervisor.user)) == [case]
    assert CaseClock.objects.get(case=case).team == team


def test_a_block_hides_and_its_end_shows_again(case):
    row = block(case, user=case.officer.user, by=make(User), now=NOON)
    assert block(case, user=case.officer.user, by=make(User), now=NOON) == row
    assert not Case.objects.visible_to(case.officer.user).exists()
    unblock(row, by=make(User), now=NOON)
    assert Case.objects.visible_to(case.officer.user).exists()


def test_a_case_closes_once(case):
    close_case(case, by=case.officer.user, now=NOON)
    assert [step.state for step in case.steps.all()] == [State.CLOSED]
    with pytest.raises(NotAllowed):
        move(case, to=State.CLOSED, by=case.officer.user, now=NOON)


def test_a_task_is_left_once_and_done_once(case):
    for _ in range(2):
        task = leave_task(case, kind=TaskKind.BOUNCED, dedupe_key="one", day=DAY)
    for _ in range(2):
        finish_task(task, by=case.officer.user, now=NOON)
    assert Event.objects.filter(verb="finished_task").count() == 1
    assert not OfficerTask.objects.waiting().exists()


def test_asking_which_ways_are_safe_finishes_the_task_to_ask(case):
    leave_task(case, kind=TaskKind.CHANNEL, dedupe_key="one", day=DAY)
    record_channel(case, channel=Channel.EMAIL, state=Safety.UNSAFE, by=case.officer.user, now=NOON)
    assert not OfficerTask.objects.waiting().exists()
    assert ChannelSafety.objects.get().recorded_by == case.officer.user


@pytest.mark.parametrize(
    ("risk", "state", "may"),
    [
        (True, None, False),
        (True, Safety.UNKNOWN, False),
        (True, Safety.UNSAFE, False),
        (True, Safety.SAFE, True),
        (False, None, True),
        (False, Safety.UNKNOWN, True),
        (False, Safety.UNSAFE, False),
        (False, Safety.SAFE, True),
    ],
)
@pytest.mark.parametrize("channel", list(Channel))
def test_unknown_is_not_safe_after_a_crime_of_risk(risk, state, may, channel):
    case = make(Case, crime_group=make(CrimeGroup, risk=risk))
    if state:
        make(ChannelSafety, case=case, channel=channel, state=state)
    assert an_automatic_message_may_go(case, channel) is may
