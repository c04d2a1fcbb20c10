"""Which words set one group of texts apart from others.

Log-odds with an informative prior, in standard errors (Monroe, Colaresi and Quinn, Fightin' Words, Political Analysis
16 (2008), 372-403), over people and not over uses: somebody who says "phone" nine times counts once. The prior is the
whole: a word that is common everywhere stands out nowhere.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]++(?:['’][^\W\d_]++)?+")
_SHORTEST: Final = 3
PRIOR: Final = 10.0
"""How many people's worth of belief that the group is like everybody else."""
_COMMON_WORDS: Final = """
a about after again all also am an and any are as at be because been before being but by can can't could
couldn't did didn't do does doesn't doing don't down each even every for from get go got had hadn't has hasn't
have haven't he her here him his how i i'd i'll i'm i've if in into is isn't it it's its just like me more
most much my no nor not now of off on once one only or other our out over own said same she should so some
somebody such than that that's the their them then there they thing things this those through to told too
under until up us very was wasn't we were weren't what when where which while who why will with would wouldn't
yes you your
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class Distinct:
    """A word that stands out: how many people of the group said it, and by how many standard errors it stands out."""

    word: str
    people: int
    strength: float


def words_of(text: str) -> frozenset[str]:
    """The words that somebody used, once each, in small letters, without the words that everybody uses."""
    found = (match[0].lower().replace("’", "'") for match in _WORD.finditer(text))
    return frozenset(word for word in found if len(word) >= _SHORTEST and word not in _COMMON)


def distinctive(group: Iterable[str], others: Iterable[str], *, least: int, most: int = 20) -> list[Distinct]:
    """Words that stand out in the group, strongest first. Each text is all that one person said.

    Only words that at least `least` people of the group used, so that no word shows one person."""
    ours, theirs = Counter[str](), Counter[str]()
    for counts, texts in ((ours, group), (theirs, others)):
        for text in texts:
            counts.update(words_of(text))
    known = [word for word, people in ours.items() if people >= least]
    found = [Distinct(word, ours[word], _strength(word, ours, theirs)) for word in known]
    standing_out = [one for one in found if one.strength > 0]
    return sorted(standing_out, key=lambda one: (-one.strength, one.word))[:most]


def _strength(word: str, ours: Counter[str], theirs: Counter[str]) -> float:
    """The difference of log-odds, in standard errors."""
    whole_ours, whole_theirs = ours.total(), theirs.total()
    prior = PRIOR * (ours[word] + theirs[word]) / (whole_ours + whole_theirs)
    here, there = ours[word] + prior, theirs[word] + prior
    rest_here, rest_there = whole_ours + PRIOR - here, whole_theirs + PRIOR - there
    if rest_here < 1e-9 or rest_there < 1e-9:
        return 0.0  # nobody said any other word
    return (log(here / rest_here) - log(there / rest_there)) / sqrt(1 / here + 1 / there)
