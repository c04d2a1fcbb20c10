"""Return words: five plain words by which a person comes back to what they told us, without an account.

They are read from paper, remembered, and typed on small phones by people under strain. So the words are common,
short and kind, no two are one slip apart, no two begin with the same four letters, and typing is forgiven. Nobody can
guess them: five words of this list are worth more than fifty bits.
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from math import log2
from pathlib import Path
from typing import Final

WORDS_GIVEN: Final = 5
LONGEST_TYPED: Final = 500
"""Characters; whatever is longer is not somebody's return words."""

_LIST: Final = Path(__file__).parent / "data" / "words.txt"
_LETTERS: Final = re.compile(r"[^\W\d_]+")


class ReturnWordsError(ValueError):
    """What was typed cannot be anybody's return words."""


class WrongNumber(ReturnWordsError):
    """Too few or too many words were typed."""

    def __init__(self, found: int, wanted: int) -> None:
        self.found, self.wanted = found, wanted
        super().__init__(f"There are {wanted} return words; {found} were typed.")


class UnknownWord(ReturnWordsError):
    """A word is not on the list. `word` is what was typed and `suggestions` the nearest of ours, nearest first.

    The message does not repeat the word, since it may be one letter from a secret.
    """

    def __init__(self, word: str, suggestions: tuple[str, ...]) -> None:
        self.word, self.suggestions = word, suggestions
        super().__init__("A word that was typed is not one of ours.")


@dataclass(frozen=True, eq=False, repr=False)
class ReturnWords:
    """Somebody's return words. `str` gives them; nothing else prints them. Raises UnknownWord."""

    words: tuple[str, ...]

    def __post_init__(self) -> None:
        for word in self.words:
            if word not in _known():
                raise UnknownWord(word, _suggestions(word))

    def __str__(self) -> str:
        return " ".join(self.words)

    def __repr__(self) -> str:
        return f"<ReturnWords: {len(self.words)} words, hidden>"

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ReturnWords):
            return NotImplemented
        return hmac.compare_digest(str(self), str(other))

    def __hash__(self) -> int:
        return hash(self.words)


def new_words(n: int = WORDS_GIVEN) -> ReturnWords:
    """Fresh words, each drawn at random from the whole list. Raises ValueError for fewer than five."""
    if n < WORDS_GIVEN:
        raise ValueError(f"{n} words could be guessed; give at least {WORDS_GIVEN}.")
    return ReturnWords(tuple(secrets.choice(word_list()) for _ in range(n)))


def normalise(typed: str, n: int = WORDS_GIVEN) -> ReturnWords:
    """The words somebody meant: capitals, accents, commas, hyphens, numbers and extra blanks do not matter.

    Raises UnknownWord for the first word that is not on the list, with suggestions, and WrongNumber.
    """
    if len(typed) > LONGEST_TYPED:
        raise WrongNumber(len(typed[: LONGEST_TYPED * 20].split()), n)
    parts = unicodedata.normalize("NFKD", typed).casefold()
    found = tuple(_LETTERS.findall("".join(c for c in parts if not unicodedata.combining(c))))
    if len(found) != n:
        raise WrongNumber(len(found), n)
    return ReturnWords(found)


def bits(n: int = WORDS_GIVEN) -> float:
    """How many bits of chance are in n words."""
    return n * log2(len(word_list()))


@cache
def word_list() -> tuple[str, ...]:
    """Every word that can be given, in order of the alphabet."""
    return tuple(_LIST.read_text(encoding="ascii").split())


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


def _suggestions(word: str) -> tuple[str, ...]:
    """At most three words of ours: the one that begins alike, then those that look alike."""
    alike = [known for known in word_list() if known[:4] == word[:4]]
    near = get_close_matches(word[:20], word_list(), n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*alike, *near]))[:3]
