"""Small numbers are never shown.

A count of four people in a small place can be four names to those who live there. So every count that
leaves a wing is turned into a `Figure`, which holds only what may be seen: the nearest multiple of five,
or nothing.

Three choices, and why:

* Nought is treated as a small number. "Nobody" is news about everybody, and if nought were shown,
  "hidden" would mean "at least one".
* A total is the rounded true total, never the sum of rounded cells, and cells that would give a hidden
  one away by subtraction are hidden too (`subtraction.py`). In a table the mark is the same for both,
  "not shown", so the mark does not say which are small.
* A percentage is worked out from the rounded counts. It therefore tells nobody more than the counts
  beside it; the error is smaller than the chance that is in any survey of that size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn, Self

from .subtraction import Kind, Place, places_to_hide, rounded

NOT_SHOWN: Final = "not shown"


class Protection(StrEnum):
    """How careful to be. Heightened: domestic abuse, sexual offences, and people under 18."""

    STANDARD = "standard"
    HEIGHTENED = "heightened"

    @property
    def limit(self) -> int:
        """The smallest count of people that may be shown."""
        return 10 if self is Protection.HEIGHTENED else 5

    @property
    def note(self) -> str:
        """The sentence that belongs under a table."""
        return (
            f"Numbers are rounded to the nearest 5. Numbers below {self.limit} are not shown, "
            "and nor are others from which they could be worked out."
        )


_TOKEN: Final = object()


class _Shown:
    """What figures and percentages share: they may be read by people, and not reckoned with by programs."""

    __slots__ = ("_words", "hidden", "protection", "value")

    value: int | None
    hidden: bool
    protection: Protection
    _words: str

    def __init__(self, value: int | None, protection: Protection, words: str, token: object = None) -> None:
        if token is not _TOKEN:
            raise TypeError(f"A {type(self).__name__} is made by `suppression` and nowhere else.")
        for name, content in (("value", value), ("hidden", value is None), ("protection", protection)):
            object.__setattr__(self, name, content)
        object.__setattr__(self, "_words", words)

    def __str__(self) -> str:
        return self._words

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._words}>"

    def __format__(self, spec: str) -> str:
        return self._words if not spec else self._refuse()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int | float):
            self._refuse()
        return type(other) is type(self) and str(other) == str(self)

    def __hash__(self) -> int:
        return hash((type(self), self._words))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError(f"A {type(self).__name__} is for reading: show it, or ask for .value and .hidden.")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        self._refuse()

    def __delattr__(self, name: str) -> NoReturn:
        self._refuse()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self._refuse()

    __reduce__ = __getstate__ = __bool__ = __int__ = __float__ = __index__ = __complex__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __divmod__ = __rdivmod__ = _refuse
    __pow__ = __rpow__ = __neg__ = __pos__ = __abs__ = _refuse
    __round__ = __trunc__ = __floor__ = __ceil__ = _refuse


class Figure(_Shown):
    """A count of people that may be shown: `value` is a multiple of five, or None when it is hidden."""

    __slots__ = ()


class Percentage(_Shown):
    """A share of people that may be shown: `value` in whole per cent, or None when it is hidden."""

    __slots__ = ()


@dataclass(frozen=True)
class FigureTable:
    """A table that may be published as it stands; totals are empty, or None, where none belong."""

    caption: str
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: tuple[tuple[Figure, ...], ...]
    row_totals: tuple[Figure, ...]
    column_totals: tuple[Figure, ...]
    total: Figure | None
    protection: Protection
    total_label: str = "Total"

    @property
    def note(self) -> str:
        """The sentence that tells readers what was done to the numbers."""
        return self.protection.note


def figure(count: int, protection: Protection) -> Figure:
    """One count that stands alone: "about 35", or "fewer than 10" for anything from nought to nine."""
    _people(count)
    if count < protection.limit:
        return Figure(None, protection, f"fewer than {protection.limit}", _TOKEN)
    near = rounded(count)
    return Figure(near, protection, f"about {near:,}", _TOKEN)


def percentage(part: int, whole: int, protection: Protection) -> Percentage:
    """`part` of `whole` people as "about 75%", or "not shown" when the part, the whole or the rest is
    small.

    Raises ValueError when the part is larger than the whole.
    """
    if _people(part) > _people(whole):
        raise ValueError(f"{part} of {whole}: the part is larger than the whole.")
    if min(part, whole - part) < protection.limit:
        return Percentage(None, protection, NOT_SHOWN, _TOKEN)
    percent = (200 * rounded(part) + rounded(whole)) // (2 * rounded(whole))
    return Percentage(percent, protection, f"about {percent}%", _TOKEN)


def protect_table(
    counts: Sequence[Sequence[int]],
    row_labels: Sequence[str],
    column_labels: Sequence[str],
    caption: str,
    protection: Protection,
) -> FigureTable:
    """A table of people, each counted in one cell, with its totals; safe to publish whole.

    Raises ValueError when the labels do not fit the counts or a count is below nought.
    """
    _check_shape(counts, row_labels, column_labels)
    hidden = places_to_hide(counts, limit=protection.limit)
    return shown_table(counts, hidden, row_labels, column_labels, caption, protection)


def shown_table(
    counts: Sequence[Sequence[int]],
    hidden: frozenset[Place],
    row_labels: Sequence[str],
    column_labels: Sequence[str],
    caption: str,
    protection: Protection,
) -> FigureTable:
    """A table of which it is known already what must be hidden."""
    sums = [sum(column) for column in zip(*counts, strict=True)]
    return FigureTable(
        caption=caption,
        row_labels=tuple(row_labels),
        column_labels=tuple(column_labels),
        cells=tuple(
            tuple(_entry(n, Place(Kind.CELL, i, j), hidden, protection) for j, n in enumerate(row))
            for i, row in enumerate(counts)
        ),
        row_totals=tuple(
            _entry(sum(row), Place(Kind.MARGIN, i, -1), hidden, protection) for i, row in enumerate(counts)
        ),
        column_totals=tuple(_entry(n, Place(Kind.MARGIN, -1, j), hidden, protection) for j, n in enumerate(sums)),
        total=_entry(sum(sums), Place(Kind.TOTAL, -1, -1), hidden, protection),
        protection=protection,
    )


def protect_counts(
    counts: Mapping[str, int],
    *,
    caption: str,
    protection: Protection,
    exclusive: bool = True,
    respondents: int | None = None,
) -> FigureTable:
    """One column, "Number", with a total; safe to publish whole.

    `exclusive=False` is for questions with several answers each: nothing adds up, so there is no total but
    `respondents` (the people who answered), and an answer given by nearly all of them is hidden too,
    since it counts the few who did not give it. Raises ValueError for a count below nought or above
    `respondents`.
    """
    if not counts:
        raise ValueError("A table needs at least one row.")
    numbers = [_people(count) for count in counts.values()]
    cells, total = (
        _column_with_total(numbers, protection)
        if exclusive
        else _column_without_total(numbers, respondents, protection)
    )
    return FigureTable(
        caption=caption,
        row_labels=tuple(counts),
        column_labels=("Number",),
        cells=tuple((cell,) for cell in cells),
        row_totals=(),
        column_totals=() if total is None else (total,),
        total=total,
        protection=protection,
        total_label="Total" if exclusive else "People who answered",
    )


def _column_with_total(numbers: Sequence[int], protection: Protection) -> tuple[list[Figure], Figure | None]:
    hidden = places_to_hide([[n] for n in numbers], limit=protection.limit, row_totals=False, column_totals=False)
    cells = [_entry(n, Place(Kind.CELL, i, 0), hidden, protection) for i, n in enumerate(numbers)]
    return cells, _entry(sum(numbers), Place(Kind.TOTAL, -1, -1), hidden, protection)


def _column_without_total(
    numbers: Sequence[int], respondents: int | None, protection: Protection
) -> tuple[list[Figure], Figure | None]:
    if respondents is None:
        return [_cell(n, n < protection.limit, protection) for n in numbers], None
    if max(numbers) > _people(respondents):
        raise ValueError(f"An answer was given {max(numbers)} times by {respondents} people.")
    cells = [_cell(n, min(n, respondents - n) < protection.limit, protection) for n in numbers]
    return cells, _cell(respondents, respondents < protection.limit, protection)


def entry(count: int, *, hidden: bool, protection: Protection) -> Figure:
    """One number of a table of which it is known already what must be hidden; a small number is hidden in any case."""
    return _cell(_people(count), hidden or count < protection.limit, protection)


def _entry(count: int, place: Place, hidden: frozenset[Place], protection: Protection) -> Figure:
    return _cell(count, place in hidden, protection)


def _cell(count: int, hide: bool, protection: Protection) -> Figure:
    """One entry of a table: the note below the table says what was done, so the words stay short."""
    if hide:
        return Figure(None, protection, NOT_SHOWN, _TOKEN)
    near = rounded(count)
    return Figure(near, protection, f"{near:,}", _TOKEN)


def _people(count: int) -> int:
    if type(count) is not int:
        raise TypeError(f"A count of people is a whole number, not {type(count).__name__}.")
    if count < 0:
        raise ValueError(f"A count of people cannot be {count}.")
    return count


def _check_shape(counts: Sequence[Sequence[int]], row_labels: Sequence[str], column_labels: Sequence[str]) -> None:
    if not row_labels or not column_labels:
        raise ValueError("A table needs at least one row and one column.")
    if len(counts) != len(row_labels) or any(len(row) != len(column_labels) for row in counts):
        raise ValueError("The labels do not fit the counts.")
    for row in counts:
        for count in row:
            _people(count)
