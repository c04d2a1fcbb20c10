"""Looking for words in what people wrote. The texts are opened here, in the staff process, and kept nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from derbyvoice.audit.actions import record_reading
from derbyvoice.lib.passages import Place, occurrences
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup
from surveys.fieldwork.models import Note
from surveys.insight.actions.reading import told
from surveys.insight.models import Search
from surveys.responses.models import Recording, Words

LOOK_AT_ONCE = 2000
"""Texts that one press looks through at most."""
SECONDS = 2.0
SHOW_AT_ONCE = 20
AROUND = 70
SHORTEST = 3
WHY = "Searched, and saw a line around the words"


@dataclass(frozen=True)
class Hit:
    """A text in which the words stand, with a line around the first place."""

    source: Words | Recording | Note
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Searched:
    """What one look found. `last` is where to go on from; empty when everything was looked through."""

    hits: list[Hit]
    looked: int
    of: int
    last: str


@transaction.atomic
def search(*, words: str, by: User, last: str = "", looked: int = 0) -> Searched:
    """Look for words as they stand together, newest answers first, then transcripts of recordings, then notes.

    Bounded by texts, by time and by hits; `last` goes on. That somebody looked is written down, and in which texts they
    saw a line; the words are kept as a keyed hash alone. Raises `ValidationError` for words that are too short."""
    if len(words.strip()) < SHORTEST:
        raise ValidationError(f"Write at least {SHORTEST} letters")
    began, hits, seen = monotonic(), list[Hit](), 0
    for place, row in texts(by, last):
        seen, last = seen + 1, place
        text = told(row)
        if found := occurrences(text, words):
            hits.append(hit_in(row, text, found[0]))
        if len(hits) == SHOW_AT_ONCE or seen == LOOK_AT_ONCE or monotonic() - began > SECONDS:
            break
    else:
        last = ""
    write_down(words, hits, seen, by)
    every = sum(rows.count() for _, rows in kinds(by))
    return Searched(hits, min(looked + seen, every), every, last)


def kinds(user: User) -> "list[tuple[str, models.QuerySet[Any]]]":
    """The kinds of text that this person may read, in the order in which they are looked through."""
    words = Words.objects.visible_to(user).select_related("response__version__survey")
    transcripts = Recording.objects.visible_to(user).written().select_related("response__version__survey")
    notes = Note.objects.visible_to(user).select_related("session", "participant")
    return [("w", words), ("r", transcripts), ("n", notes)]


def texts(user: User, last: str) -> Iterator[tuple[str, Any]]:
    """What this person may read, from after `last` on: each with its own mark."""
    kind, _, number = last.partition("-")
    after = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None
    every = kinds(user)
    begin = next((place for place, (mark, _) in enumerate(every) if mark == kind), 0)
    for mark, rows in every[begin:]:
        yield from marked(mark, rows, after)
        after = None


def marked(kind: str, rows: "models.QuerySet[Any]", after: int | None) -> Iterator[tuple[str, Any]]:
    rows = rows if after is None else rows.filter(pk__lt=after)
    for row in rows.order_by("-id")[:LOOK_AT_ONCE]:
        yield f"{kind}-{row.pk}", row


def hit_in(row: Any, text: str, place: Place) -> Hit:
    start, end = place
    before = ("…" if start > AROUND else "") + text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND] + ("…" if text[end + AROUND :] else "")
    return Hit(row, before, text[start:end], after)


def write_down(words: str, hits: list[Hit], seen: int, by: User) -> None:
    """That somebody searched, in how many texts, and which of them they saw a line of."""
    shown = [f"{hit.source._meta.model_name} {hit.source.pk}" for hit in hits]
    facts = {"words_hash": lookup("search", words.strip().lower()), "looked_through": seen, "shown": shown}
    row = Search.objects.create(at=clock.now(), by=by, **facts)
    record_reading(row, by=by, why=WHY)
