"""Places within a text: its sentences, the words that somebody named, and marks that stand instead of words.

A place is counted in characters (Python's, one for each code point) of a text in which every line ends with one line
feed: `plain` makes it so. Every pattern reads the text once.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

Place = tuple[int, int]
"""From the first character up to but without the last."""

_SENTENCE: Final = re.compile(r"[^\s](?:[^.!?…\n]|[.!?…](?![\s\"'”’)]))*+[.!?…]*+[\"'”’)]*+")
_SPACES: Final = re.compile(r"\s++")
LONG_SENTENCE: Final = 400
"""Somebody who writes without full stops still gets pieces that can be chosen."""


def plain(text: str) -> str:
    """The text with line feeds alone at the ends of its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sentences(text: str) -> list[Place]:
    """The sentences of a text, in order, without the spaces between them. A line ends a sentence too."""
    return [piece for match in _SENTENCE.finditer(text) for piece in _pieces(text, match.start(), match.end())]


def _pieces(text: str, start: int, end: int) -> Iterator[Place]:
    """A long sentence in pieces that end at a space."""
    while end - start > LONG_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONG_SENTENCE)
        cut = cut if cut > start else start + LONG_SENTENCE
        yield start, cut
        start = cut + (text[cut : cut + 1] == " ")
    if end > start:
        yield start, end


def occurrences(text: str, words: str) -> list[Place]:
    """Every place where these words stand as whole words, whatever their capitals and however they are spaced."""
    wanted = _SPACES.sub(" ", words.strip())
    if not wanted:
        return []
    pattern = r"\s+".join(re.escape(word) for word in wanted.split(" "))
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    return [match.span() for match in re.finditer(f"{before}{pattern}{after}", text, re.IGNORECASE)]


def marked(text: str, marks: Iterable[tuple[int, int, str]]) -> str:
    """The text with a mark in place of each of these parts. Raises ValueError when they overlap or lie outside it."""
    pieces, at = [], 0
    for start, end, mark in sorted(marks):
        if not at <= start < end <= len(text):
            raise ValueError("Parts must lie within the text and not overlap.")
        pieces += [text[at:start], mark]
        at = end
    return "".join([*pieces, text[at:]])


def runs(places: Iterable[Place], chosen: Iterable[int]) -> list[Place]:
    """The chosen places as few as can be: neighbours make one."""
    every, found = list(places), list[Place]()
    last = -2
    for number in sorted({number for number in chosen if 0 <= number < len(every)}):
        start, end = every[number]
        if number == last + 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        last = number
    return found
