"""Copies of closed answers, row by row: one person asks, another approves, the clock makes and destroys them."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_bytes, seal_for
from surveys.insight.choices import EXTRACT_TRANSITIONS, ExtractKind, ExtractState
from surveys.insight.extracts.rows import CHUNK, checksum, last_of, people
from surveys.insight.models import Extract, ExtractPart
from surveys.questionnaires.models import Version

KEPT = timedelta(days=7)
"""How long a file can be fetched."""
CLAIM = timedelta(minutes=10)
"""After so long without a word from whoever makes a file, somebody else makes it."""
PART = 16 * CHUNK
"""Bytes that are sealed together, made small first: words that repeat take a tenth of the space."""
FAST = 1


@transaction.atomic
def ask_for_extract(*, version: Version, kind: ExtractKind, reason: str, by: User) -> Extract:
    """Ask for a copy. Nothing is made until somebody else approves it."""
    extract = Extract(version=version, kind=kind, reason=reason, asked_at=clock.now(), asked_by=by)
    extract.full_clean()
    extract.save()
    record("asked for a copy", extract, by=by, version=version.pk, kind=kind)
    return extract


def approve_extract(*, extract: Extract, by: User) -> Extract:
    """Let it be made. Raises `ValidationError` for whoever asked, and when it was decided already."""
    return decide(extract, ExtractState.APPROVED, by=by)


def refuse_extract(*, extract: Extract, why: str, by: User) -> Extract:
    """Say no, and why. Raises `ValidationError`."""
    if not why.strip():
        raise ValidationError("Say why, so that your colleague knows what to change.")
    return decide(extract, ExtractState.REFUSED, by=by, refusal=why)


@transaction.atomic
def decide(extract: Extract, to: ExtractState, *, by: User, refusal: str = "") -> Extract:
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    if extract.asked_by_id == by.pk:
        raise ValidationError("Somebody else must decide about this.")
    if extract.state != ExtractState.ASKED:
        raise ValidationError("This was decided already.")
    return move(extract, to, by=by, decided_at=clock.now(), decided_by=by, refusal=refusal)


def move(extract: Extract, to: ExtractState, *, by: By, **facts: Any) -> Extract:
    """The one door for the state of a copy; the row is locked by the caller."""
    if to not in EXTRACT_TRANSITIONS[extract.state]:
        raise ValidationError(f"This copy cannot become: {to.label.lower()}.")
    record("moved", extract, by=by, before=extract.state, after=to, rows=facts.get("rows", extract.rows))
    for name, value in {"state": to, **facts}.items():
        setattr(extract, name, value)
    extract.full_clean()
    extract.save()
    return extract


# Making


def sweep(*, by: By) -> dict[str, int]:
    """Destroy what is past its time or holds somebody who left, and make what waits."""
    ended = sum(end(extract, by=by) for extract in Extract.objects.filter(state=ExtractState.READY))
    made = 0
    while extract := claim(clock.now()):
        made += make(extract, by=by)
    return {"ended": ended, "made": made}


@transaction.atomic
def claim(now: datetime) -> Extract | None:
    """Take the next copy that waits; nobody else takes it for some minutes."""
    waiting = Extract.objects.to_make(now).select_for_update(skip_locked=True, of=("self",)).order_by("id")
    extract = waiting.select_related("version__survey", "asked_by").first()
    if extract:
        Extract.objects.filter(pk=extract.pk).update(claimed_until=now + CLAIM, progress=0)
        extract.parts.all().delete()
    return extract


def make(extract: Extract, *, by: By) -> bool:
    """Make the file, piece by piece. Who takes their answers back meanwhile is not in it: then it is made anew."""
    from surveys.insight.extracts.codes import all_columns, codes_of  # with them comes numpy, into few processes
    from surveys.insight.extracts.rare import without_the_rare
    from surveys.insight.extracts.writing import Job, file_of

    before, version = checksum(extract.version), extract.version
    rows = people(version, last_of(before))
    columns = all_columns(version, rows)
    safe = without_the_rare(columns, codes_of(rows, columns), version.survey.small_numbers.limit)
    title = f"{version.survey.title}, version {version.number}"
    digest = keep(extract, file_of(extract.kind, Job(safe, title, made_for(extract), Progress(extract))))
    return finish(extract, before, by=by, rows=len(safe.codes), left_out=safe.left_out, fingerprint=digest)


def made_for(extract: Extract) -> str:
    """Who asked and when, on the file itself."""
    day = clock.now().strftime("%Y-%m-%d %H:%M UTC")
    return f"{extract.asked_by} ({extract.asked_by.email}), copy {str(extract.reference)[:8]}, {day}"


class Progress:
    """Writes down how far a file is, at each whole step of five per cent."""

    def __init__(self, extract: Extract) -> None:
        self.extract, self.last = extract, 0

    def __call__(self, share: float) -> None:
        percent = min(int(share * 20) * 5, 99)
        if percent > self.last:
            self.last = percent
            row = Extract.objects.filter(pk=self.extract.pk)
            row.update(progress=percent, claimed_until=clock.now() + CLAIM)


def keep(extract: Extract, pieces: Iterable[bytes]) -> str:
    """Seal the file in parts; gives its SHA-256."""
    digest = hashlib.sha256()
    for number, part in enumerate(gathered(pieces)):
        digest.update(part)
        sealed = seal_for(ExtractPart, "sealed", zlib.compress(part, FAST))
        ExtractPart.objects.create(extract=extract, number=number, sealed=sealed)
    return digest.hexdigest()


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    together = bytearray()
    for piece in pieces:
        together += piece
        if len(together) >= PART:
            yield bytes(together)
            together.clear()
    yield bytes(together)


@transaction.atomic
def finish(extract: Extract, before: str, *, by: By, **facts: Any) -> bool:
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    if left(extract, before):
        Extract.objects.filter(pk=extract.pk).update(claimed_until=None)
        return False
    until = extract.until or clock.now() + KEPT
    move(extract, ExtractState.READY, by=by, people=before, until=until, progress=100, claimed_until=None, **facts)
    return True


# Fetching and destroying


@transaction.atomic
def open_extract(*, extract: Extract, by: User) -> Extract:
    """Somebody fetches the file they asked for: written down with the reason. Raises `ValidationError`."""
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    if extract.asked_by_id != by.pk:
        raise ValidationError("Only who asked for it can have the file.")
    if extract.state != ExtractState.READY or over(extract) or left(extract):
        raise ValidationError("The file is not there. Look at its page to see why.")
    record_reading(extract, by=by, why=extract.reason)
    return extract


def opened(extract: Extract) -> Iterator[bytes]:
    """The file, 64 KB at a time."""
    for part in extract.parts.order_by("number").iterator(chunk_size=1):
        content = zlib.decompress(open_bytes(part, "sealed", purpose="voice"))
        yield from (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


def over(extract: Extract) -> bool:
    return extract.until is not None and extract.until <= clock.now()


def left(extract: Extract, seen: str = "") -> bool:
    """Whether somebody who is in the file took their answers back, or no longer allows it."""
    seen = seen or extract.people
    return checksum(extract.version, last_of(seen)) != seen


@transaction.atomic
def end(extract: Extract, *, by: By) -> bool:
    """Destroy the file when its time is over, or when somebody in it took their answers back: then it is made anew."""
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    if extract.state != ExtractState.READY or not (over(extract) or left(extract)):
        return False
    extract.parts.all().delete()
    if over(extract):
        move(extract, ExtractState.ENDED, by=by, destroyed_on=clock.today())
    else:
        move(extract, ExtractState.APPROVED, by=by, progress=0)
    return True
