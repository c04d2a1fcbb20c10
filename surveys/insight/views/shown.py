"""Texts as pages show them: pieces, sentences, and the themes that they carry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from derbyvoice.lib.passages import Place, sentences
from derbyvoice.users.models import User
from surveys.insight.actions.redacting import Part
from surveys.insight.choices import MARKS, Reason
from surveys.insight.models import Coding, Passage, SampleText, Theme


@dataclass(frozen=True)
class Piece:
    """A piece of a text; with a reason, it is to be taken out."""

    text: str
    reason: str = ""
    mark: str = ""


def pieces(text: str, parts: Iterable[Part]) -> list[Piece]:
    """The whole text, with what is to go apart from what stays."""
    found, at = [], 0
    for start, end, reason in parts:
        found += [Piece(text[at:start]), Piece(text[start:end], Reason(reason).label, MARKS[reason])]
        at = end
    return [piece for piece in [*found, Piece(text[at:])] if piece.text]


@dataclass
class Sentence:
    """One sentence that can be ticked, and the themes that it has already."""

    number: int
    start: int
    text: str
    ticked: bool
    themes: list[str] = field(default_factory=list)


def sentences_of(text: str, ticked: Iterable[str] = (), codings: Iterable[Coding] = ()) -> list[Sentence]:
    chosen, codings = set(ticked), list(codings)
    rows = []
    for number, (start, end) in enumerate(sentences(text)):
        names = sorted({theme_now(code).name for code in codings if overlap((code.start, code.end), (start, end))})
        rows.append(Sentence(number, start, text[start:end], str(number) in chosen, names))
    return rows


def overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def theme_now(code: Coding) -> Theme:
    return code.theme.merged_into or code.theme


def hidden_from(user: User) -> Any:
    """Texts whose codes this person must not see: they are to code them a second time."""
    return SampleText.objects.filter(sample__coder=user, done_at=None).values("passage")


def themes_of(passages: list[Passage], user: User) -> dict[int, list[str]]:
    """The names of the themes of each text, by the text's id."""
    codes = Coding.objects.visible_to(user).agreed().filter(passage__in=passages)
    found: dict[int, set[str]] = {}
    for code in codes.exclude(passage__in=hidden_from(user)).select_related("theme__merged_into"):
        found.setdefault(code.passage_id, set()).add(theme_now(code).name)
    return {passage: sorted(names) for passage, names in found.items()}


def number(typed: str | None) -> int:
    """The id that was sent; 0, which nothing has, for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
