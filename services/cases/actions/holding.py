"""A case comes in, changes hands, is kept from somebody, and closes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.users.models import User
from derbyvoice.vault.fields import Sealed
from derbyvoice.vault.sealing import lookup, seal_for
from services.cases import due
from services.cases.actions.contacting import leave_task
from services.cases.choices import TRANSITIONS, Channel, Safety, State, TaskKind
from services.cases.facts import CaseFacts, Person
from services.cases.models import (
    Case,
    CaseClock,
    CaseStep,
    ChannelSafety,
    ConflictBlock,
    EnhancedRight,
    Officer,
    Victim,
)

WAYS_BY = {"email_mark": (Channel.EMAIL,), "phone_mark": (Channel.PHONE, Channel.TEXT)}


class NotAllowed(ValueError):
    """The case cannot go from its state to that one."""


@transaction.atomic
def open_case(*, facts: CaseFacts, by: By, now: datetime) -> Case:
    """A new case with its person sealed and its contact clock running. Raises IntegrityError if it is here already."""
    case = Case.objects.create(
        reference=seal_for(Case, "reference", facts.reference),
        reference_hash=lookup("reference", facts.reference),
        state=State.OPEN,
        **plain_columns(facts),
    )
    case.cohorts.set(facts.cohorts)
    Victim.objects.create(case=case, **sealed_person(facts.person), **marks_of(case, facts.person))
    note_rights_and_channels(case, facts=facts, now=now)
    CaseStep.objects.create(case=case, at=now, by=account(by), state=State.OPEN)
    start_clock(case)
    record("opened", case, by=by, crime_group=facts.crime_group.key, version=facts.version)
    return case


@transaction.atomic
def take_newer(case: Case, *, facts: CaseFacts, by: By, now: datetime) -> Case:
    """The force's record moved on. What officers logged, and what a person said of their channels here, stays."""
    officer = case.officer
    for name, value in plain_columns(facts).items():
        setattr(case, name, value)
    case.edit += 1
    case.save()
    case.cohorts.set(facts.cohorts)
    doubt_changed_ways(case, facts=facts, now=now)
    Victim.objects.filter(case=case).update(**sealed_person(facts.person), **marks_of(case, facts.person))
    note_rights_and_channels(case, facts=facts, now=now)
    if officer != case.officer:
        CaseClock.objects.filter(case=case).update(officer=case.officer, team=case.team)
    record("updated", case, by=by, version=facts.version, handed_over=officer != case.officer)
    return case


def plain_columns(facts: CaseFacts) -> dict[str, object]:
    return {
        "crime_group": facts.crime_group,
        "district": facts.district,
        "officer": facts.officer,
        "team": facts.officer.team,
        "reported_on": facts.reported_on,
        "force_version": facts.version,
    }


def sealed_person(person: Person) -> dict[str, Sealed | None]:
    """Each detail sealed for its readers; nothing where the record has nothing."""
    words = {"name": person.name, "email": person.email, "phone": person.phone}
    return {key: seal_for(Victim, key, value) if value else None for key, value in words.items()}


def marks_of(case: Case, person: Person) -> dict[str, str]:
    """Keyed hashes of the address and the number, by which a change is seen without opening what is sealed.

    The case is part of each, so that the same address in two cases cannot be recognised."""
    ways = {"email_mark": person.email, "phone_mark": person.phone}
    return {name: lookup("way", f"{case.pk}:{value}") if value else "" for name, value in ways.items()}


def doubt_changed_ways(case: Case, *, facts: CaseFacts, now: datetime) -> None:
    """What was said to be safe was the address or number that they had then: of a new one nobody knows it yet.

    What was said to be unsafe stays so. The officer is asked to ask."""
    known: Mapping[str, object] = Victim.objects.values("email_mark", "phone_mark").get(case=case)
    changed = [name for name, mark in marks_of(case, facts.person).items() if mark and mark != known[name]]
    ways = [channel for name in changed for channel in WAYS_BY[name]]
    doubted = ChannelSafety.objects.filter(case=case, channel__in=ways, state=Safety.SAFE)
    if doubted.update(state=Safety.UNKNOWN, recorded_at=now, recorded_by=None):
        key = f"changed:{case.pk}:{facts.version}"
        leave_task(case, kind=TaskKind.CHANNEL, dedupe_key=key, day=due.london_day(now))


def note_rights_and_channels(case: Case, *, facts: CaseFacts, now: datetime) -> None:
    """Add what the force's record says. What somebody here recorded of a channel is never overwritten by it."""
    for category in facts.enhanced:
        EnhancedRight.objects.get_or_create(case=case, category=category, defaults={"decided_at": now})
    for channel, state in facts.channels.items():
        row, made = ChannelSafety.objects.get_or_create(
            case=case, channel=channel, defaults={"state": state, "recorded_at": now}
        )
        if not made and row.recorded_by is None:
            ChannelSafety.objects.filter(pk=row.pk).update(state=state, recorded_at=now)


def start_clock(case: Case) -> CaseClock:
    """The first cycle runs from the day of the report."""
    day = due.due_after(case.reported_on, due.policy_for(case.crime_group_id, case.reported_on))
    return CaseClock.objects.create(
        case=case, officer=case.officer, team=case.team, due_on=day, due=due.moment_of(day, 0)
    )


@transaction.atomic
def reassign(case: Case, *, to: Officer, by: User, now: datetime) -> Case:
    """Another officer holds the case from now on. The due day stays: a change of hands is no reason to wait longer."""
    before = case.officer.force_id
    Case.objects.filter(pk=case.pk).update(officer=to, team=to.team, edit=F("edit") + 1)
    CaseClock.objects.filter(case=case).update(officer=to, team=to.team)
    case.refresh_from_db()
    record("reassigned", case, by=by, before=before, after=to.force_id)
    return case


@transaction.atomic
def close_case(case: Case, *, by: By, now: datetime) -> Case:
    """No contact is due any more. What is still to be done by the officer stays on their list."""
    move(case, to=State.CLOSED, by=by, now=now)
    CaseClock.objects.filter(case=case).update(due=None, due_on=None)
    return case


@transaction.atomic
def reopen_case(case: Case, *, by: By, now: datetime) -> Case:
    """The case goes on: a new contact cycle begins, counted from today."""
    move(case, to=State.OPEN, by=by, now=now)
    day = due.due_after(due.london_day(now), due.policy_for(case.crime_group_id, due.london_day(now)))
    moment = due.moment_of(day, 0)
    CaseClock.objects.filter(case=case).update(cycle=F("cycle") + 1, stage=0, due_on=day, due=moment)
    return case


@transaction.atomic
def follow_record(case: Case, *, closed: bool, by: By, now: datetime) -> None:
    """Open or closed, as the force's record says."""
    if closed and case.state == State.OPEN:
        close_case(case, by=by, now=now)
    elif not closed and case.state == State.CLOSED:
        reopen_case(case, by=by, now=now)


def move(case: Case, *, to: State, by: By, now: datetime) -> None:
    """The one door for a case's state: refuses a move that the table does not know, adds the step and the audit."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if to not in TRANSITIONS[locked.state]:
        raise NotAllowed(f"A case that is {locked.get_state_display().lower()} cannot become {to.label.lower()}.")
    Case.objects.filter(pk=case.pk).update(state=to, edit=F("edit") + 1)
    CaseStep.objects.create(case=case, at=now, by=account(by), state=to)
    record("moved", case, by=by, state=to.value)
    case.refresh_from_db()


@transaction.atomic
def block(case: Case, *, user: User, by: User, now: datetime) -> ConflictBlock:
    """This user knows somebody in the case: from the next request on they do not see it. Twice is once."""
    row, made = ConflictBlock.objects.get_or_create(
        case=case, user=user, ended_at=None, defaults={"made_at": now, "made_by": by}
    )
    if made:
        record("blocked", case, by=by, user=user.pk)
    return row


@transaction.atomic
def unblock(row: ConflictBlock, *, by: User, now: datetime) -> None:
    """The conflict of interest is over."""
    if ConflictBlock.objects.in_force().filter(pk=row.pk).update(ended_at=now, ended_by=by):
        record("unblocked", row.case, by=by, user=row.user_id)


def account(by: By) -> User | None:
    """The account that acted, if one did: a program, a person without an account and the clock have none."""
    return by if isinstance(by, User) else None
