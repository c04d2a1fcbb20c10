"""What was said: written down, corrected, brought in as a transcript, read, and destroyed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words, seal_for
from surveys.fieldwork.actions.sessions import locked, to_mend
from surveys.fieldwork.choices import State, Transcript
from surveys.fieldwork.models import EarlierText, Note, OwnNote, Participant, Prompt, Session
from surveys.fieldwork.transcripts import Said
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import open_said
from surveys.safeguarding.actions import raise_by_hand


def refuse_strangers(session: Session, participant: Participant | None, prompt: Prompt | None) -> None:
    """Words belong to somebody of this session who lets them be read, and to a question of its guide."""
    if participant and (participant.session_id != session.pk or not participant.may_read):
        raise ValidationError({"participant": "This person does not allow their words to be read"})
    if prompt and prompt.session_id != session.pk:
        raise ValidationError({"prompt": "Choose a question of this session's topic guide"})


@transaction.atomic
def write_note(
    *, session: Session, words: str, by: User, participant: Participant | None = None, prompt: Prompt | None = None
) -> Note:
    """Seal what was said. Somebody who does not allow their words to be read is not written down."""
    session = to_mend(session)
    if participant:
        participant = Participant.objects.get(pk=participant.pk)
    refuse_strangers(session, participant, prompt)
    sealed = seal_for(Note, "sealed", words)
    facts = {"written_at": clock.now(), "written_by": by}
    note = Note.objects.create(session=session, participant=participant, prompt=prompt, sealed=sealed, **facts)
    record("wrote note", session, by=by, participant=participant.number if participant else None)
    return note


@transaction.atomic
def correct_note(
    *, note: Note, words: str, by: User, participant: Participant | None = None, prompt: Prompt | None = None
) -> Note:
    """Put other words in place of these, or another person or question. The words before stay with the note, sealed."""
    session = to_mend(note.session)
    note = Note.objects.visible_to(by).select_for_update(of=("self",)).get(pk=note.pk, session=session)
    refuse_strangers(session, participant, prompt)
    before = open_said(note, use=Consent.READ)
    if before != words:
        told = {"written_at": note.written_at, "written_by": note.written_by}
        EarlierText.objects.create(note=note, sealed=seal_for(EarlierText, "sealed", before), **told)
        note.sealed, note.written_at, note.written_by = seal_for(Note, "sealed", words), clock.now(), by
    note.participant, note.prompt = participant, prompt
    note.save()
    record("corrected note", note, by=by, words_changed=before != words)
    return note


@transaction.atomic
def remove_note(*, note: Note, by: User) -> None:
    """Destroy one note and what stood in it before, written by mistake."""
    to_mend(note.session)
    record("removed note", note, by=by)
    note.delete()


@transaction.atomic
def remove_words(*, participant: Participant, by: User) -> int:
    """Destroy everything that this person said, in every state of the session; gives how many notes there were.

    They allow nothing from then on. Notes of nobody in particular stay: they say what was seen, not who spoke."""
    session = locked(participant.session)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    removed = destroy(participant.notes.all())
    participant.may_read = participant.may_quote = participant.may_publish = False
    participant.words_removed_on = clock.today()
    participant.save(update_fields=["may_read", "may_quote", "may_publish", "words_removed_on"])
    record("removed words", session, by=by, participant=participant.number, notes=removed)
    return removed


def destroy(notes: QuerySet[Note]) -> int:
    """These notes, what stood in them before, and what was made of them; gives how many notes there were."""
    EarlierText.objects.filter(note__in=notes).delete()
    removed = notes.count()
    notes.delete()
    return removed


@transaction.atomic
def let_words_go(*, session: Session, day: date, by: By) -> bool:
    """The time of a closed session is over: what anybody said, and what facilitators wrote for themselves, goes.

    The plan, and who was there as P1 to Pn, stay. False if somebody did it already."""
    session = locked(session)
    if session.state != State.CLOSED or session.words_gone_on:
        return False
    removed = destroy(session.notes.all())
    session.own_notes.all().delete()
    session.words_gone_on = day
    session.save(update_fields=["words_gone_on"])
    record("let words go", session, by=by, notes=removed)
    return True


@transaction.atomic
def bring_in(*, session: Session, said: Iterable[Said], form_id: UUID, by: User) -> int:
    """Keep a whole transcript as notes, all of it or nothing; gives how many. The same form twice is one transcript."""
    session = to_mend(session)
    if session.brought_in == form_id:
        return 0
    people = {person.number: person for person in session.participants.all()}
    prompts = {prompt.number: prompt for prompt in session.prompts.all()}
    notes = [noted(session, one, people, prompts, by) for one in said]
    Note.objects.bulk_create(notes, batch_size=200)
    session.brought_in = form_id
    if session.transcript == Transcript.NONE:
        session.transcript = Transcript.BEING_WRITTEN
    session.save(update_fields=["brought_in", "transcript"])
    record("brought in transcript", session, by=by, notes=len(notes))
    return len(notes)


def noted(session: Session, one: Said, people: dict[int, Participant], prompts: dict[int, Prompt], by: User) -> Note:
    """One line as a note, not saved yet. Raises `ValidationError` naming the line if it belongs to nobody who may be
    read: consents may have changed since the preview."""
    person = people.get(one.person) if one.person is not None else None
    prompt = prompts.get(one.prompt) if one.prompt is not None else None
    if one.person is not None and (person is None or not person.may_read):
        raise ValidationError(f"Line {one.line}: P{one.person} does not allow their words to be read.")
    sealed = seal_for(Note, "sealed", one.words)
    facts = {"written_at": clock.now(), "written_by": by}
    return Note(session=session, participant=person, prompt=prompt, sealed=sealed, **facts)


@transaction.atomic
def pass_on(*, note: Note, why: str, by: User) -> None:
    """Something in this note worries whoever read it: those who keep people safe get its words and the reason.

    Raises `ValidationError` without a reason."""
    record_reading(note, by=by, why="To pass it on")
    who = str(note.participant) if note.participant else "Note"
    told = [("Session", str(note.session)), (who, open_said(note, use=Consent.READ))]
    raise_by_hand(reference=None, survey=None, words=told, why=why, by=by)
    record("passed on", note.session, by=by)


# Reading


@dataclass(frozen=True)
class Opened:
    """A note as somebody reads it."""

    note: Note
    words: str
    earlier: int = 0


@transaction.atomic
def read_notes(*, session: Session, by: User, why: str) -> list[Opened]:
    """The notes that this person may read, opened; that they were read is written down with it."""
    record_reading(session, by=by, why=why)
    notes = Note.objects.visible_to(by).filter(session=session).select_related("participant", "prompt", "written_by")
    corrected = EarlierText.objects.visible_to(by).filter(note__session=session).values_list("note_id", flat=True)
    times = list(corrected)
    return [Opened(note, open_said(note, use=Consent.READ), times.count(note.pk)) for note in notes]


@transaction.atomic
def read_note(*, note: Note, by: User, why: str) -> tuple[str, list[tuple[EarlierText, str]]]:
    """The words of a note and those that stood there before, newest first. The reading is written down."""
    record_reading(note, by=by, why=why)
    earlier = EarlierText.objects.visible_to(by).filter(note=note).select_related("written_by")
    before = [(text, open_said(text, use=Consent.READ)) for text in earlier]
    return open_said(note, use=Consent.READ), before


@transaction.atomic
def write_own_note(*, session: Session, words: str, by: User) -> None:
    """How a facilitator was afterwards, for themselves; without words the note is destroyed. Raises `ValidationError`
    once the words of the session are gone."""
    session = locked(session)
    if words and session.words_gone_on:
        raise ValidationError({"words": "The time is over for which words of this session are kept"})
    OwnNote.objects.filter(session=session, written_by=by).delete()
    if words:
        sealed = seal_for(OwnNote, "sealed", words)
        OwnNote.objects.create(session=session, sealed=sealed, written_at=clock.now(), written_by=by)
    record("wrote own note" if words else "removed own note", session, by=by)


def read_own_note(*, session: Session, by: User) -> str:
    """Their own words about themselves; nobody else's."""
    note = OwnNote.objects.visible_to(by).filter(session=session).first()
    return open_words(note, "sealed", purpose="voice") if note else ""
