"""How far two readers who coded the same texts agree, beyond what chance alone would give: Cohen's kappa.

Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960),
37-46. The interval uses the simple large-sample standard error from the same paper; with few texts it is only a hint.
The words for ranges follow Landis and Koch, Biometrics 33 (1977), 159-174, who call them arbitrary themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

FEW: Final = 30
"""Below so many texts the figure may change a good deal with a few more."""
_Z95: Final = 1.959964
_WORDS: Final = (
    (0.0, "Less than by chance"),
    (0.2, "Slight"),
    (0.4, "Fair"),
    (0.6, "Moderate"),
    (0.8, "Substantial"),
    (1.0, "Almost perfect"),
)


@dataclass(frozen=True)
class Agreement:
    """What two readers' choices come to. Shares are from 0 to 1; kappa is from -1 to 1.

    `kappa` is None where it says nothing: there were no texts, or both readers always chose the same one thing, so that
    chance alone would give full agreement."""

    texts: int
    observed: float
    expected: float
    kappa: float | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true value lies in 19 of 20 such samples, roughly; never beyond -1 and 1."""
        if self.kappa is None:
            return None
        spread = _Z95 * sqrt(self.observed * (1 - self.observed) / self.texts) / (1 - self.expected)
        return max(-1.0, self.kappa - spread), min(1.0, self.kappa + spread)

    @property
    def words(self) -> str:
        """The figure in a word, for people who do not know kappa by heart."""
        if self.kappa is None:
            return "Cannot be told" if self.texts else "Nothing to compare yet"
        if self.kappa < 0:
            return _WORDS[0][1]
        return next(words for top, words in _WORDS[1:] if self.kappa <= top + 1e-9)

    @property
    def few(self) -> bool:
        return self.texts < FEW


def cohen(table: Sequence[Sequence[int]]) -> Agreement:
    """Agreement from a square table: rows are the first reader's choices, columns the second's, in the same order.

    Raises ValueError when the table is not square or counts below nought stand in it."""
    size = len(table)
    if any(len(row) != size or any(count < 0 for count in row) for row in table):
        raise ValueError("A table of agreement is square and counts texts.")
    texts = sum(map(sum, table))
    if not texts:
        return Agreement(0, 0.0, 0.0, None)
    first, second = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    same = sum(table[place][place] for place in range(size))
    chance = sum(a * b for a, b in zip(first, second, strict=True))
    observed, expected = same / texts, chance / texts**2
    kappa = None if chance == texts**2 else (observed - expected) / (1 - expected)
    return Agreement(texts, observed, expected, kappa)


def yes_or_no(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Agreement on one theme: for each text, whether the first and whether the second reader chose it."""
    both = sum(first and second for first, second in pairs)
    only_first = sum(first and not second for first, second in pairs)
    only_second = sum(second and not first for first, second in pairs)
    neither = len(pairs) - both - only_first - only_second
    return cohen([[both, only_first], [only_second, neither]])
