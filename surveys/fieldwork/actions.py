"""Writing down a focus group or an interview."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.office import clock
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words, seal_for
from surveys.fieldwork.models import Note, Participant, Session

MOST_PARTICIPANTS = 30


@transaction.atomic
def record_session(
    *, kind: str, topic: str, held_on: date, place: str, by: User, facilitators: Iterable[User] = ()
) -> Session:
    """A session that took place. Whoever records it is a facilitator unless others are named."""
    session = Session(kind=kind, topic=topic, held_on=held_on, place=place)
    session.recorded_at, session.recorded_by = clock.now(), by
    if held_on > clock.today():
        raise ValidationError({"held_on": "A session is recorded after it took place"})
    session.full_clean()
    session.save()
    session.facilitators.set(facilitators or [by])
    record("recorded", session, by=by, kind=kind)
    return session


@transaction.atomic
def add_participant(*, session: Session, by: User, cohort: Cohort | None = None, **consents: bool) -> Participant:
    """The next of P1 to Pn, with what they allow: may_count, may_read, may_quote, may_publish; the rest is off."""
    Session.objects.select_for_update().get(pk=session.pk)
    number = (session.participants.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_PARTICIPANTS:
        raise ValidationError(f"A session has at most {MOST_PARTICIPANTS} participants.")
    participant = Participant.objects.create(session=session, number=number, cohort=cohort, **consents)
    record("added participant", session, by=by, number=number)
    return participant


@transaction.atomic
def write_note(*, session: Session, words: str, by: User, participant: Participant | None = None) -> Note:
    """Seal what was said. Somebody who does not allow their words to be read is not written down."""
    if participant and (participant.session_id != session.pk or not participant.may_read):
        raise ValidationError({"participant": "This person does not allow their words to be read"})
    sealed = seal_for(Note, "sealed", words)
    facts = {"written_at": clock.now(), "written_by": by}
    note = Note.objects.create(session=session, participant=participant, sealed=sealed, **facts)
    record("wrote note", session, by=by, participant=participant.number if participant else None)
    return note


@transaction.atomic
def note_debrief(*, session: Session, by: User) -> Session:
    """Everybody was offered support afterwards."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    if not session.debriefed:
        session.debriefed = True
        session.save(update_fields=["debriefed"])
        record("noted debrief", session, by=by)
    return session


@transaction.atomic
def change_consents(*, participant: Participant, by: User, **consents: bool) -> Participant:
    """What the person allows from now on; what is not named is off. Notes they no longer allow stay sealed, unread."""
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    names = ("may_count", "may_read", "may_quote", "may_publish")
    for name in names:
        setattr(participant, name, consents.get(name, False))
    participant.save(update_fields=names)
    record("changed consents", participant, by=by, **{name: getattr(participant, name) for name in names})
    return participant


@transaction.atomic
def read_notes(*, session: Session, by: User, why: str) -> list[tuple[Note, str]]:
    """The notes that this person may read, opened; that they were read is written down with it."""
    record_reading(session, by=by, why=why)
    notes = Note.objects.visible_to(by).filter(session=session).select_related("participant", "written_by")
    return [(note, open_words(note, "sealed", purpose="voice")) for note in notes]
