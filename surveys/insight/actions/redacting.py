"""Taking out what could show who somebody is. One person proposes, another confirms; what remains is sealed too."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from json import dumps

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.lib.passages import marked, occurrences
from derbyvoice.lib.redaction import Kind, suggest
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from surveys.insight.actions.reading import words_in
from surveys.insight.choices import MARKS, Reason, Redacting, SentBack
from surveys.insight.models import Passage, Redaction

Part = tuple[int, int, str]
REASONS: dict[Kind, Reason] = {Kind.DATE_OF_BIRTH: Reason.DATE, Kind.POSTCODE: Reason.PLACE}
"""Why a suggested part goes; every other kind of find is a number or an address."""
CHANGED = "Somebody changed this after you opened it. Look at it once more."


def suggested(text: str) -> list[Part]:
    """What has the shape of an address, a number or a date. Names and places told in words are for a person to find."""
    return [(span.start, span.end, REASONS.get(span.kind, Reason.OTHER).value) for span in suggest(text)]


def with_words(text: str, parts: Iterable[Part], words: str, reason: Reason) -> list[Part]:
    """The parts and every place where these words stand. Raises `ValidationError` when they stand nowhere."""
    found = occurrences(text, words)
    if not found:
        raise ValidationError("These words are not in the text. Copy them exactly as they stand")
    return merged([*parts, *((start, end, reason.value) for start, end in found)])


def merged(parts: Iterable[Part]) -> list[Part]:
    """In order and without overlaps; where two overlap, both go as one, for the reason of the first."""
    kept: list[Part] = []
    for start, end, reason in sorted(parts):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]), kept[-1][2])
        else:
            kept.append((start, end, reason))
    return kept


def remaining(text: str, parts: Iterable[Part]) -> str:
    """The text with a mark in place of each part. Raises `ValidationError` for parts that lie outside it."""
    try:
        return marked(text, [(start, end, MARKS[reason]) for start, end, reason in parts])
    except (ValueError, KeyError) as error:
        raise ValidationError("A part that is to go lies outside the text.") from error


def seen_of(text: str, row: Redaction | None) -> str:
    """What a page shows of a text and of what was taken out so far; another as soon as a colleague changes it."""
    facts = [row.pk, row.state, row.parts] if row else []
    return sha256(dumps([text, *facts]).encode()).hexdigest()[:16]


@transaction.atomic
def keep_parts(*, passage: Passage, parts: Iterable[Part], by: User, seen: str | None = None) -> Redaction:
    """Begin a redacted text, or go on with the one under way. What waited for a second person is begun again.

    `seen` is what the person looked at (`seen_of`). Raises `ValidationError`, also when that changed since."""
    passage = readable(passage, by)
    parts, text = merged(parts), words_in(passage)
    row = passage.redactions.open().select_for_update().first()
    if seen is not None and seen != seen_of(text, row or passage.redactions.confirmed().first()):
        raise ValidationError(CHANGED)
    remains = seal_for(Redaction, "remains", remaining(text, parts))
    anew = {"parts": parts, "remains": remains, "state": Redacting.BEGUN, "proposed_at": None, "proposed_by": None}
    row = row or Redaction(passage=passage, begun_at=clock.now(), begun_by=by)
    for name, value in anew.items():
        setattr(row, name, value)
    row.save()
    record("took out", row, by=by, parts=len(parts))
    return row


def readable(passage: Passage, by: User) -> Passage:
    """The text, locked, if this person may read it. Raises `ValidationError`."""
    found = Passage.objects.visible_to(by).with_source().filter(pk=passage.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise ValidationError("You may not read this text any more.")
    if found.note and found.note.session.may_be_mended:
        raise ValidationError("The notes of this session may still be corrected. Wait until it is closed.")
    return found


@transaction.atomic
def propose(*, redaction: Redaction, by: User) -> Redaction:
    """Ask a second person to look. Raises `ValidationError`."""
    row = locked(redaction, by, Redacting.BEGUN)
    row.state, row.proposed_at, row.proposed_by, row.sent_back = Redacting.PROPOSED, clock.now(), by, ""
    row.save(update_fields=["state", "proposed_at", "proposed_by", "sent_back"])
    record("proposed", row, by=by, parts=len(row.parts))
    return row


@transaction.atomic
def confirm(*, redaction: Redaction, seen: datetime | None, by: User) -> Redaction:
    """A second person finds nothing left that could show who it is. `seen` is when the one they looked at was proposed.

    An earlier confirmed text is replaced, and quotes from it are shown no longer. Raises `ValidationError`."""
    row = locked(redaction, by, Redacting.PROPOSED)
    if row.proposed_by_id == by.pk:
        raise ValidationError("You proposed this yourself. Another person has to confirm it.")
    if seen != row.proposed_at:
        raise ValidationError(CHANGED)
    row.passage.redactions.confirmed().update(state=Redacting.REPLACED)
    row.state, row.confirmed_at, row.confirmed_by = Redacting.CONFIRMED, clock.now(), by
    row.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    record("confirmed", row, by=by)
    return row


@transaction.atomic
def send_back(*, redaction: Redaction, why: SentBack, by: User) -> Redaction:
    """Not yet: more has to go, or less. Raises `ValidationError`."""
    row = locked(redaction, by, Redacting.PROPOSED)
    row.state, row.sent_back, row.proposed_at, row.proposed_by = Redacting.BEGUN, why, None, None
    row.save(update_fields=["state", "sent_back", "proposed_at", "proposed_by"])
    record("sent back", row, by=by, why=why)
    return row


def locked(redaction: Redaction, by: User, state: Redacting) -> Redaction:
    """The row as it stands, for a person who may read it. Raises `ValidationError` when it is past that state."""
    readable(redaction.passage, by)
    row = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if row.state != state:
        raise ValidationError(CHANGED)
    return row
