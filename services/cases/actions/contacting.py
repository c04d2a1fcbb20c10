"""An officer talks with a person, or tries to; learns which ways are safe; opens what is sealed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.audit.actors import CLOCK
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words, seal_for
from services.cases import due
from services.cases.choices import Channel, Safety, State, TaskKind
from services.cases.facts import Person
from services.cases.models import Attempt, Case, CaseClock, ChannelSafety, Contact, OfficerTask, Victim

Entry = TypeVar("Entry", Contact, Attempt)


class Stale(RuntimeError):
    """Somebody else changed the case after this person opened their page. Nothing was saved."""


@dataclass(frozen=True, repr=False)
class Said:
    """A contact as the officer tells it."""

    way: str
    about: str
    happened_on: date
    next_on: date
    longer_reason: str = ""
    note: str = ""


@dataclass(frozen=True, repr=False)
class Tried:
    """An attempt as the officer tells it."""

    way: str
    result: str
    happened_on: date
    note: str = ""


@transaction.atomic
def log_contact(case: Case, *, said: Said, seen_edit: int, form_id: uuid.UUID, by: User, now: datetime) -> Contact:
    """They talked. Ends the cycle and, while the case is open, starts the next one. The same form twice gives the
    first contact.

    Raises `Stale` if the case changed after the officer's page was made."""
    if known := same_form(Contact, case, form_id) or not_taken(Contact, case, seen_edit, form_id):
        return known
    clock = CaseClock.objects.select_for_update().get(case=case)
    contact = Contact.objects.create(
        case=case, cycle=clock.cycle, form_id=form_id, made_at=now, made_by=by, **told(Contact, said)
    )
    start_next_cycle(clock, next_on=said.next_on if case.state == State.OPEN else None)
    record("contacted", case, by=by, cycle=clock.cycle, way=said.way, about=said.about, next_on=str(said.next_on))
    return contact


@transaction.atomic
def log_attempt(case: Case, *, tried: Tried, seen_edit: int, form_id: uuid.UUID, by: User, now: datetime) -> Attempt:
    """They were not reached: written down, and the due day stays as it was. The same form twice is one attempt."""
    if known := same_form(Attempt, case, form_id) or not_taken(Attempt, case, seen_edit, form_id):
        return known
    clock = CaseClock.objects.select_for_update().get(case=case)
    attempt = Attempt.objects.create(
        case=case, cycle=clock.cycle, form_id=form_id, made_at=now, made_by=by, **told(Attempt, tried)
    )
    record("tried", case, by=by, cycle=clock.cycle, way=tried.way, result=tried.result)
    return attempt


def same_form(model: type[Entry], case: Case, form_id: uuid.UUID) -> Entry | None:
    """What this very form wrote before, if it was sent before."""
    return model._default_manager.filter(form_id=form_id, case=case).first()


def not_taken(model: type[Entry], case: Case, seen_edit: int, form_id: uuid.UUID) -> Entry | None:
    """Check and act in one statement: of two people who saw the same edit only the first may write.

    None when this one may. The second gets what the same form wrote meanwhile; raises `Stale` if it was another."""
    if Case.objects.filter(pk=case.pk, edit=seen_edit).update(edit=F("edit") + 1):
        return None
    if known := same_form(model, case, form_id):
        return known
    raise Stale


def told(model: type[Contact] | type[Attempt], what: Said | Tried) -> dict[str, object]:
    """The columns of what was told, with the note sealed."""
    columns = dict(vars(what))
    note = columns.pop("note")
    return {**columns, "note": seal_for(model, "note", note) if note else None}


def start_next_cycle(clock: CaseClock, *, next_on: date | None) -> None:
    """Without a next day, as after a talk about a closed case, the clock stands still."""
    moment = due.moment_of(next_on, 0) if next_on else None
    CaseClock.objects.filter(pk=clock.pk).update(cycle=clock.cycle + 1, stage=0, due_on=next_on, due=moment)


@transaction.atomic
def record_channel(case: Case, *, channel: Channel, state: Safety, by: User, now: datetime) -> ChannelSafety:
    """The person told the officer whether this way to reach them is safe. Asking them finishes the task to ask."""
    facts = {"state": state, "recorded_at": now, "recorded_by": by}
    row, _ = ChannelSafety.objects.update_or_create(case=case, channel=channel, defaults=facts)
    record("channel", case, by=by, channel=channel.value, state=state.value)
    if state != Safety.UNKNOWN:
        waiting = OfficerTask.objects.waiting().filter(case=case, kind=TaskKind.CHANNEL)
        waiting.update(done_at=now, done_by=by)
    return row


@transaction.atomic
def open_person(case: Case, *, why: str, by: User) -> Person:
    """The person's name, e-mail and telephone, opened for this officer; that they looked, and why, is written down."""
    victim = Victim.objects.get(case=case)
    record_reading(case, by=by, why=why)
    return Person(**{name: open_words(victim, name, purpose="case") for name in ("name", "email", "phone")})


@transaction.atomic
def leave_task(case: Case, *, kind: TaskKind, dedupe_key: str, day: date) -> OfficerTask:
    """Something for the officer to do. The same key leaves it once."""
    row, made = OfficerTask.objects.get_or_create(
        dedupe_key=dedupe_key, defaults={"case": case, "kind": kind, "made_on": day}
    )
    if made:
        record("left_task", case, by=CLOCK, kind=kind.value)
    return row


@transaction.atomic
def finish_task(task: OfficerTask, *, by: User, now: datetime) -> None:
    """The officer did it. Pressed twice is once."""
    if OfficerTask.objects.waiting().filter(pk=task.pk).update(done_at=now, done_by=by):
        record("finished_task", task.case, by=by, kind=task.kind)
