"""Opening what people wrote, or said and somebody wrote down, for those who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from derbyvoice.audit.actions import record_reading
from derbyvoice.lib.passages import plain
from derbyvoice.users.models import User
from surveys.fieldwork.models import Note
from surveys.insight.models import Passage
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import open_said
from surveys.responses.models import Recording, Response, Words

Said = Words | Recording


@dataclass(frozen=True)
class Opened:
    """A text and its words, open before somebody who may read it."""

    passage: Passage
    text: str


@transaction.atomic
def read_words(*, response: Response, by: User, why: str) -> dict[str, str]:
    """The words of a response by question id, opened for a reader; that they read them is written down with it."""
    return {words.question: opened.text for words, opened in open_response(response=response, by=by, why=why)}


@transaction.atomic
def open_response(*, response: Response, by: User, why: str) -> list[tuple[Said, Opened]]:
    """Each text of a response, opened; that they read it is written down with it."""
    record_reading(response, by=by, why=why)
    wrote = list(Words.objects.visible_to(by).filter(response=response))
    said = list(Recording.objects.visible_to(by).written().filter(response=response))
    return [*opened(wrote, "words"), *opened(said, "recording")]


def opened(rows: Sequence[Said], kind: str) -> list[tuple[Said, Opened]]:
    texts = passages_of(rows, kind)
    return [(row, Opened(texts[row.pk], told(row))) for row in rows]


def told(row: Said | Note) -> str:
    """What stands in one of them: what was written, or what was written down of a recording."""
    return plain(open_said(row, "transcript" if isinstance(row, Recording) else "sealed", use=Consent.READ))


def passages_of(rows: Sequence[Said], kind: str) -> dict[int, Passage]:
    """The text of each of these rows by the row's id; texts begin when they are first opened."""
    texts = there(rows, kind)
    if new := [Passage(**{kind: row}) for row in rows if row.pk not in texts]:
        Passage.objects.bulk_create(new, ignore_conflicts=True)
        texts = there(rows, kind)
    return texts


def there(rows: Sequence[Said], kind: str) -> dict[int, Passage]:
    return {getattr(text, f"{kind}_id"): text for text in Passage.objects.filter(**{f"{kind}__in": rows})}


@transaction.atomic
def open_note(*, note: Note, by: User, why: str) -> Opened:
    """One note of a session, opened; that they read of the session is written down with it."""
    return open_passage(passage=Passage.objects.get_or_create(note=note)[0], by=by, why=why)


@transaction.atomic
def open_passage(*, passage: Passage, by: User, why: str) -> Opened:
    """One text, opened; what it is part of is noted as read. Raises `Passage.DoesNotExist` for what may not be read."""
    found = Passage.objects.visible_to(by).with_source().get(pk=passage.pk)
    record_reading(found.response or found.note.session, by=by, why=why)
    return Opened(found, words_in(found))


def words_in(passage: Passage) -> str:
    """What stands in a text, for actions that have asked already who may read it."""
    if passage.words_id:
        return told(Words.objects.allowing(Consent.READ).get(pk=passage.words_id))
    if passage.recording_id:
        return told(Recording.objects.allowing(Consent.READ).written().get(pk=passage.recording_id))
    return told(Note.objects.readable().get(pk=passage.note_id))
