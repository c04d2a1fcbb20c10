"""Finding phrases in what somebody wrote. Pure: texts in, phrases out.

Both sides are brought to plain words first: capitals, accents, apostrophes and punctuation do not matter. A phrase is
found as whole words, one after the other; `*` stands for any one word, and `strangl*` for every word that so begins.
Nothing else is a pattern, so no phrase can make a text slow to read."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Words = tuple[str, ...]
ANY: Final = "*"
MOST_PHRASES: Final = 300
MOST_WORDS: Final = 12
WITHIN_WORDS: Final = frozenset("'’‘`´ʼ")
"""Apostrophes hold a word together and are not written the same by everybody: “don't”, “don’t” and “dont” are one."""
SAME_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ي": "ی", "ى": "ی", "ك": "ک"})


@dataclass(frozen=True)
class Hit:
    """A phrase was found, from this word up to but without that one."""

    start: int
    end: int
    phrase: Words

    def within(self, other: "Hit") -> bool:
        return other.start <= self.start and self.end <= other.end

    def __str__(self) -> str:
        return " ".join(self.phrase)


def plain_words(text: str, keep: str = "") -> Words:
    """The words of a text in their plainest form. Letters of every script stay; `keep` names marks that stay too."""
    spread = unicodedata.normalize("NFKD", text).casefold().translate(SAME_LETTERS)
    return tuple("".join(mark for mark in map(plainly(keep), spread) if mark).split())


def plainly(keep: str):  # type: ignore[no-untyped-def]
    def plain(mark: str) -> str:
        """The mark itself within a word, nothing where it only decorates one, a space where it ends one."""
        if mark in keep:
            return mark
        kind = unicodedata.category(mark)
        if mark in WITHIN_WORDS or kind in ("Mn", "Cf"):
            return ""
        return mark if kind[0] in "LN" or kind == "Mc" else " "

    return plain


@lru_cache(maxsize=512)
def phrases_in(lines: str) -> tuple[Words, ...]:
    """One phrase a line. Raises `ValueError` with a sentence for a line that cannot be looked for."""
    found = tuple(filter(None, (plain_words(line, keep=ANY) for line in lines.splitlines())))
    if len(found) > MOST_PHRASES:
        raise ValueError(f"A rule has at most {MOST_PHRASES} phrases.")
    for phrase in found:
        if len(phrase) > MOST_WORDS:
            raise ValueError(f"A phrase has at most {MOST_WORDS} words: {' '.join(phrase)}")
        if any(ANY in word[:-1] for word in phrase) or set(phrase) == {ANY} or too_wide(phrase):
            raise ValueError(f"“*” stands for a whole word, or at the end of one with 3 letters: {' '.join(phrase)}")
    return found


def too_wide(phrase: Words) -> bool:
    return any(word != ANY and word.endswith(ANY) and len(word) < 4 for word in phrase)


def fits(word: str, wanted: str) -> bool:
    if wanted.endswith(ANY):
        return word.startswith(wanted[:-1])
    return word == wanted


def hits(words: Words, phrases: Iterable[Words]) -> Iterator[Hit]:
    for phrase in phrases:
        last = len(words) - len(phrase)
        for start in range(last + 1):
            if all(map(fits, words[start : start + len(phrase)], phrase)):
                yield Hit(start, start + len(phrase), phrase)


def found(text: str, phrases: str, unless: str = "") -> list[str]:
    """The phrases that stand in the text, each once; not where they are part of a phrase of `unless`."""
    words = plain_words(text)
    wanted = phrases_in(phrases)
    known = frozenset(words)
    likely = [phrase for phrase in wanted if all(word.endswith(ANY) or word in known for word in phrase)]
    harmless = list(hits(words, phrases_in(unless))) if likely else []
    real = (hit for hit in hits(words, likely) if not any(map(hit.within, harmless)))
    return list(dict.fromkeys(map(str, real)))
