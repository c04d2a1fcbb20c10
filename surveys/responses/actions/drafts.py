"""What somebody is writing: kept in their browser's draft, answer by answer.

No audit rows: drafts are nobody's business but the person's, and a row a keystroke would tell when they wrote."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from derbyvoice.audit.actors import By
from derbyvoice.lib.recordings import Sound
from derbyvoice.office import clock
from derbyvoice.vault.sealing import open_as_person, seal_for
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.logic import next_unseen
from surveys.questionnaires.models import Version, definition_of
from surveys.responses import recordings
from surveys.responses.browser import BrowserKey
from surveys.responses.held import Held
from surveys.responses.models import Draft, Footfall
from surveys.responses.speaking import language_now
from surveys.responses.statements import DESTROY_DRAFT, FIND_DRAFT, KEEP_DRAFT, LOCKED
from surveys.responses.way_back import DRAFT_DAYS


class DraftGone(LookupError):
    """The draft is not there: it was sent, or grew too old, or the browser forgot its key."""


class NotFinished(ValueError):
    """A step comes first: a question that was not seen, or the page of consents."""


class DoesNotFit(NotFinished):
    """An answer was compared with an earlier one that was changed after it, and does not fit it any more."""


@dataclass(frozen=True)
class Seen:
    """A draft as it was read a moment ago, and what it holds. Nobody is kept from changing it meanwhile: it is saved
    only as long as it is still the same. None stands for a browser that is new, so that there can be no draft."""

    draft: Draft | None
    held: Held


def current_draft(*, key: BrowserKey, place: str, day: date, lock_it: bool = False) -> Draft | None:
    """This browser's draft of this survey, unless nobody touched it for two weeks."""
    token = key.token(place)
    locking = LOCKED if lock_it and connection.features.has_select_for_update else ""
    found = next(iter(Draft.objects.raw(FIND_DRAFT + locking, [token])), None)
    return found if found and found.used_on >= day - timedelta(days=DRAFT_DAYS) else None


def seen_in(*, key: BrowserKey, place: str, day: date) -> Seen | None:
    """This browser's draft, opened but not locked. One query."""
    draft = current_draft(key=key, place=place, day=day)
    return Seen(draft, held_in(draft, key=key)) if draft else None


def locked_in(*, key: BrowserKey, place: str) -> Seen:
    """The same, locked until the action is done; without a draft, what one begins with. One that grew too old goes."""
    draft = current_draft(key=key, place=place, day=clock.today(), lock_it=True)
    if draft is None:
        Draft.objects.filter(token=key.token(place)).delete()
    return Seen(draft, held_in(draft, key=key) if draft else Held(language=language_now().key))


def draft_here(*, key: BrowserKey, place: str) -> Draft:
    """The same, locked until the action is done. Raises `DraftGone`."""
    draft = current_draft(key=key, place=place, day=clock.today(), lock_it=True)
    if draft is None:
        raise DraftGone(place)
    return draft


def held_in(draft: Draft, *, key: BrowserKey) -> Held:
    return Held.from_text(open_as_person(draft, "sealed", person=key.person))


@transaction.atomic
def save_answer(
    *,
    key: BrowserKey,
    version: Version | int,
    place: str,
    question: str,
    answer: Answer,
    by: By,
    sound: Sound | None = None,
    seen: Seen | None = None,
) -> Held:
    """Keep one answer in the browser's draft, which begins here if it is the first question.

    `seen` spares reading the draft again. Raises `DraftGone` for a later question without a draft."""
    version_id = version if isinstance(version, int) else version.pk
    definition = definition_of(version_id)
    found = seen or locked_in(key=key, place=place)
    if found.draft is None and question != definition.questions[0].id:
        raise DraftGone(question)
    before = found.held
    held = before.with_answer(question, answer)
    draft = found.draft or Draft(token=key.token(place), version_id=version_id)
    if not keep(draft, held, key=key):
        return save_answer(key=key, version=version, place=place, question=question, answer=answer, by=by, sound=sound)
    recordings.replace(draft, question, before.answers.get(question), answer, sound)
    if question not in before.answers:
        count_step(version_id, held, definition.by_id[question].position)
    return held


def own_recording(*, key: BrowserKey | None, place: str, question: str) -> bytes | None:
    """What the person said in answer to this question, before it is sent; None when there is nothing."""
    draft = current_draft(key=key, place=place, day=clock.today()) if key else None
    answer = held_in(draft, key=key).answers.get(question) if draft and key else None
    kept = draft.recordings.filter(question=question).first() if draft and answer and answer.recording else None
    return recordings.sound_of(kept, answer) if kept and answer else None


def count_step(version_id: int, held: Held, at: int) -> None:
    """One more person went on from this place to the next question that they have not seen."""
    following = next_unseen(definition_of(version_id), held.answers)
    onward = following.position if following else Footfall.END
    Footfall.objects.one_more(version=version_id, wave=held.wave, at=at, onward=onward)


@transaction.atomic
def begin_in_wave(
    *, key: BrowserKey, version: Version, place: str, wave: int, pseudonym: UUID, language: str = "en", by: By
) -> Held:
    """Begin, or go on, as a member of the panel who was asked. Wave and pseudonym lie sealed in the draft, and the
    member's language, if the version can be read in it.

    What another member wrote in this browser is not mixed with it: their draft ends."""
    found = locked_in(key=key, place=place)
    new = Held(language=language if language in definition_of(version.pk).languages else "en")
    draft, before = found.draft, found.held if found.draft else new
    if draft and before.pseudonym not in ("", str(pseudonym)):
        draft.delete()
        draft, before = None, new
    held = replace(before, wave=wave, pseudonym=str(pseudonym))
    draft = draft or Draft(token=key.token(place), version=version)
    keep(draft, held, key=key)
    if not before.answers and before.wave != wave:
        count_step(draft.version_id, held, Footfall.DOOR)
    return held


@transaction.atomic
def go_past_note(*, key: BrowserKey, version: int, place: str, section: str, skip: bool, by: By) -> Held:
    """The person read what comes in a hard section, and goes on, or skips its questions. A draft may begin here."""
    found = locked_in(key=key, place=place)
    held = found.held.with_noted(section)
    draft = found.draft or Draft(token=key.token(place), version_id=version)
    if skip:
        held = skipped(held, draft.version_id, section)
    keep(draft, held, key=key)
    return held


def skipped(held: Held, version_id: int, section: str) -> Held:
    """Every question of this section that comes next is skipped; what was answered before stays."""
    definition = definition_of(version_id)
    while (question := next_unseen(definition, held.answers)) and question.section == section:
        held = held.with_answer(question.id, SKIPPED)
        count_step(version_id, held, question.position)
    return held


@transaction.atomic
def save_consents(
    *, key: BrowserKey, place: str, consents: frozenset[Consent], address: str, by: By, seen: Seen | None = None
) -> Held:
    """Keep what the person allows in their draft. `seen` spares reading it again. Raises `DraftGone`."""
    found = seen or locked_in(key=key, place=place)
    if found.draft is None:
        raise DraftGone(place)
    held = found.held.with_consents(consents, address if Consent.CONTACT in consents else "")
    if not keep(found.draft, held, key=key):
        return save_consents(key=key, place=place, consents=consents, address=address, by=by)
    return held


def keep(draft: Draft, held: Held, *, key: BrowserKey) -> bool:
    """Save what the draft holds now; False when somebody changed or took it since it was read.

    Each sealing is another, so what was read is its own proof that nothing came between."""
    was, draft.sealed = draft.sealed, seal_for(Draft, "sealed", held.as_text(), person=key.person)
    draft.used_on = clock.today()
    if not draft.pk:
        draft.save(force_insert=True)
        return True
    facts = [draft.sealed.envelope, draft.used_on.isoformat(), draft.pk, was.envelope]
    with connection.cursor() as cursor:
        cursor.execute(KEEP_DRAFT, facts)
        return bool(cursor.rowcount)


def destroy(draft: Draft) -> None:
    """The draft and its recordings are gone."""
    with connection.cursor() as cursor:
        for statement in DESTROY_DRAFT:
            cursor.execute(statement, [draft.pk])


@transaction.atomic
def throw_away(*, key: BrowserKey, place: str, by: By) -> None:
    """Destroy what was written here. Twice is once."""
    Draft.objects.filter(token=key.token(place)).delete()
