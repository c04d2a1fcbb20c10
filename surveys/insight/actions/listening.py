"""Hearing what people said, and writing it down."""

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from surveys.insight.choices import Redacting
from surveys.insight.models import Passage
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import open_said, open_sound
from surveys.responses.actions import look_at_transcript
from surveys.responses.choices import TranscriptState
from surveys.responses.models import Recording

WORKED_ON = (
    "Somebody said what these words are about, or took something out of them. If they have to change all the same, "
    "press “Undo that, and keep my words”."
)


@transaction.atomic
def hear(*, recording: Recording, by: User, why: str) -> bytes:
    """The sound, opened for somebody who may; that they heard it is written down with it."""
    record_reading(recording, by=by, why=why)
    return open_sound(recording, use=Consent.READ)


@transaction.atomic
def read_transcript(*, recording: Recording, by: User, why: str) -> str:
    """What was written down of it so far; that it was read is written down too."""
    if not recording.transcript:
        return ""
    record_reading(recording, by=by, why=why)
    return open_said(recording, "transcript", use=Consent.READ)


@transaction.atomic
def text_of(*, recording: Recording, by: User) -> Passage | None:
    """The text that a transcript is once it is done, to be coded and quoted like any other; None before."""
    done = Recording.objects.visible_to(by).written().filter(pk=recording.pk)
    return Passage.objects.get_or_create(recording=recording)[0] if done.exists() else None


@transaction.atomic
def write_transcript(*, recording: Recording, words: str, done: bool, by: User, undoing: bool = False) -> Recording:
    """Keep what was written down, as far as it is, or as done. The last who wrote is its author.

    Words that were coded or redacted change only together with that work, when `undoing` says so. Raises
    `ValidationError` otherwise, for a recording that was taken back meanwhile, and for nothing that is called done."""
    found = Recording.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=recording.pk).first()
    if found is None:
        raise ValidationError("This recording was taken back. What you wrote was not kept.")
    if done and not words.strip():
        raise ValidationError("Write down what was said before you say that it is done.")
    leave_places(found, undoing=undoing, by=by)
    if done and words != finished_words(found):
        look_at_transcript(found, words, by=by)
    found.transcript = seal_for(Recording, "transcript", words)
    found.transcript_state = TranscriptState.DONE if done else TranscriptState.BEGUN
    found.written_at, found.written_by = clock.now(), by
    found.save(update_fields=["transcript", "transcript_state", "written_at", "written_by"])
    record("wrote down", found, by=by, state=found.transcript_state)
    return found


def finished_words(recording: Recording) -> str:
    """What is written down to the end already, and was looked through then."""
    finished = recording.transcript_state == TranscriptState.DONE
    return open_said(recording, "transcript", use=Consent.READ) if finished else ""


def leave_places(recording: Recording, *, undoing: bool, by: User) -> None:
    """Nothing may stand on places of words that change. The text is locked, so that nobody begins meanwhile."""
    text = Passage.objects.select_for_update().filter(recording=recording).first()
    if text is None or not Passage.objects.worked_on().filter(pk=text.pk).exists():
        return
    if not undoing:
        raise ValidationError(WORKED_ON)
    undo_work(text, by)


def undo_work(text: Passage, by: User) -> None:
    """Codes are kept as undone, and a confirmed text as replaced: its quotes are shown no longer. What nobody confirmed
    goes, and who was to code it a second time need not."""
    codes = text.codings.standing().update(undone_at=clock.now(), undone_by=by)
    text.redactions.open().delete()
    replaced = text.redactions.confirmed().update(state=Redacting.REPLACED)
    text.sampled.filter(done_at=None).delete()
    record("undid work on", text, by=by, codes=codes, redactions=replaced)
