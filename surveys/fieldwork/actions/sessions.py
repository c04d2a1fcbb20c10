"""A session from its plan to its end, its recording and its transcript."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record, record_change
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.fieldwork.choices import MENDING, TRANSITIONS, Debrief, Recording, State, Transcript
from surveys.fieldwork.models import Prompt, Session

MOST_PROMPTS = 30


def locked(session: Session) -> Session:
    """The session as it stands now, held until the transaction ends."""
    return Session.objects.select_for_update().get(pk=session.pk)


def to_mend(session: Session) -> Session:
    """The session, locked. Raises `ValidationError` unless it was held and is not closed."""
    session = locked(session)
    if session.state not in MENDING:
        word = session.get_state_display().lower()
        raise ValidationError(f"This session is {word}. Only what was held and is not closed can be changed.")
    return session


@transaction.atomic
def plan_session(
    *,
    kind: str,
    topic: str,
    held_on: date,
    place: str,
    by: User,
    facilitators: Iterable[User] = (),
    prompts: Sequence[str] = (),
) -> Session:
    """A session that is to take place. Whoever plans it is its facilitator unless others are named."""
    session = Session(kind=kind, topic=topic, held_on=held_on, place=place)
    session.recorded_at, session.recorded_by = clock.now(), by
    session.full_clean()
    session.save()
    session.facilitators.set(list(facilitators) or [by])
    write_prompts(session, prompts)
    record("planned", session, by=by, kind=kind, prompts=len(prompts))
    return session


@transaction.atomic
def record_session(*, by: User, **plan: object) -> Session:
    """A session that took place already: planned and held in one step."""
    session = plan_session(by=by, **plan)  # type: ignore[arg-type]
    return move(session=session, to=State.HELD, by=by)


def write_prompts(session: Session, prompts: Sequence[str]) -> None:
    if len(prompts) > MOST_PROMPTS:
        raise ValidationError({"prompts": f"A topic guide has at most {MOST_PROMPTS} questions"})
    session.prompts.all().delete()
    Prompt.objects.bulk_create(
        Prompt(session=session, number=number, text=text) for number, text in enumerate(prompts, start=1)
    )


@transaction.atomic
def change_plan(
    *, session: Session, by: User, facilitators: Iterable[User] = (), prompts: Sequence[str] = (), **facts: object
) -> Session:
    """Change what is planned: kind, topic, held_on, place, who facilitates, and the topic guide."""
    session = locked(session)
    if session.state != State.PLANNED:
        raise ValidationError("Only a session that has not taken place can be planned anew.")
    session = record_change(session, "changed plan", by=by, **facts)
    session.facilitators.set(list(facilitators) or [by])
    write_prompts(session, prompts)
    return session


@transaction.atomic
def move(*, session: Session, to: State, by: User) -> Session:
    """The one door for a session's state. Raises `ValidationError` with what is still to be done."""
    session = locked(session)
    if to not in TRANSITIONS[session.state]:
        now = session.get_state_display().lower()
        raise ValidationError(f"A session that is {now} cannot become {to.label.lower()}.")
    if problems := what_is_missing(session, to):
        raise ValidationError(problems)
    record("moved", session, by=by, before=session.state, after=to)
    session.state = to
    session.save(update_fields=["state"])
    return session


def what_is_missing(session: Session, to: State) -> list[str]:
    """What must be done before the session can be in this state, a sentence each."""
    match to:
        case State.HELD if session.held_on > clock.today():
            return [f"It is planned for {session.held_on:%-d %B %Y}. It is held when that day has come."]
        case State.WRITTEN_UP if not session.participants.exists():
            return ["Add the people who took part first."]
        case State.CLOSED:
            return [*missing_support(session), *missing_agreement(session)]
    return []


def missing_support(session: Session) -> list[str]:
    if not session.debrief:
        return ["Say what was done for people afterwards before you close the session."]
    if session.debrief != Debrief.DIFFERS:
        return []
    waiting = session.participants.filter(debrief="").order_by("number")
    return [f"Say what was done afterwards for {', '.join(map(str, waiting))}."] if waiting else []


def missing_agreement(session: Session) -> list[str]:
    """A recording stands only while everybody in it agrees."""
    if session.recording != Recording.KEPT:
        return []
    without = session.participants.filter(may_record=False).order_by("number")
    who = ", ".join(map(str, without))
    return [f"{who} did not agree to be recorded. Destroy the recording first."] if who else []


@transaction.atomic
def note_recording(*, session: Session, kept_where: str, destroy_on: date, by: User) -> Session:
    """There is a recording; everybody agreed to it. Say where it is kept, and on which day it is destroyed."""
    session = to_mend(session)
    if problems := [] if session.participants.exists() else ["Add the people who took part first."]:
        raise ValidationError(problems)
    without = session.participants.filter(may_record=False).order_by("number")
    if without:
        who = ", ".join(map(str, without))
        raise ValidationError({"recording": f"{who} did not agree to be recorded, so there can be no recording"})
    facts = {"recording": Recording.KEPT, "kept_where": kept_where, "destroy_on": destroy_on}
    return record_change(session, "noted recording", by=by, **facts)


@transaction.atomic
def destroy_recording(*, session: Session, by: User) -> Session:
    """The recording is gone, everywhere. Possible in every state; pressed twice, nothing happens."""
    session = locked(session)
    if session.recording != Recording.KEPT:
        return session
    facts = {"recording": Recording.DESTROYED, "kept_where": "", "destroy_on": clock.today()}
    return record_change(session, "destroyed recording", by=by, **facts)


@transaction.atomic
def note_transcript(*, session: Session, transcript: Transcript, by: User) -> Session:
    """How far the transcript is. Raises `ValidationError` where whoever wrote all of it calls it checked."""
    session = to_mend(session)
    if session.transcript == transcript:
        return session
    if transcript == Transcript.CHECKED and writers_of(session) == {by.pk}:
        raise ValidationError({"transcript": "You wrote all of it. Somebody else must check it"})
    return record_change(session, "noted transcript", by=by, transcript=transcript)


def writers_of(session: Session) -> set[int]:
    """Who wrote its notes, and what stood in them before a correction."""
    before = session.notes.exclude(earlier=None).values_list("earlier__written_by", flat=True)
    return {*session.notes.values_list("written_by", flat=True), *before}
