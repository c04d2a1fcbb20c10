"""What may be seen of a count, and what an attacker can make of it."""

import copy
import itertools
import json
import operator
import pickle
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derbyvoice.lib.subtraction import rounded
from derbyvoice.lib.suppression import (
    NOT_SHOWN,
    Figure,
    FigureTable,
    Percentage,
    Protection,
    figure,
    percentage,
    protect_counts,
    protect_table,
)

STANDARD, HEIGHTENED = Protection.STANDARD, Protection.HEIGHTENED
MANY = 10**6


@pytest.mark.parametrize(
    ("count", "protection", "value", "words"),
    [
        (0, STANDARD, None, "fewer than 5"),
        (4, STANDARD, None, "fewer than 5"),
        (5, STANDARD, 5, "about 5"),
        (7, STANDARD, 5, "about 5"),
        (8, STANDARD, 10, "about 10"),
        (9, HEIGHTENED, None, "fewer than 10"),
        (12, HEIGHTENED, 10, "about 10"),
        (2464, HEIGHTENED, 2465, "about 2,465"),
    ],
)
def test_a_figure_says_only_what_may_be_seen(count, protection, value, words):
    shown = figure(count, protection)
    assert (shown.value, shown.hidden, str(shown)) == (value, value is None, words)
    assert f"{shown}" == words
    assert repr(shown) == f"<Figure {words}>"


@given(st.integers(0, 4))
def test_nought_looks_like_any_small_number(count):
    assert figure(count, STANDARD) == figure(0, STANDARD)
    assert hash(figure(count, STANDARD)) == hash(figure(0, STANDARD))


@pytest.mark.parametrize(
    "misuse",
    [
        int, float, bool, abs, round, operator.index, operator.neg, pickle.dumps, json.dumps,
        lambda f: f + 1, lambda f: 1 + f, lambda f: sum([f]), lambda f: f - f, lambda f: f / 2,
        lambda f: f < 10, lambda f: f >= f, lambda f: f == 35, lambda f: f"{f:>5}", lambda f: f % 5,
        lambda f: setattr(f, "value", 3), lambda f: delattr(f, "value"), lambda f: sorted([f, f]),
    ],
)  # fmt: skip
def test_a_figure_is_for_reading_only(misuse):
    for shown in (figure(35, STANDARD), percentage(50, 100, STANDARD)):
        with pytest.raises(TypeError):
            misuse(shown)


def test_nobody_else_makes_figures():
    for made in (Figure, Percentage):
        with pytest.raises(TypeError, match="nowhere else"):
            made(3, STANDARD, "3")


def test_copies_are_the_figure_itself():
    shown = figure(35, STANDARD)
    assert copy.copy(shown) is shown
    assert copy.deepcopy([shown])[0] is shown
    assert shown != "about 35"


@pytest.mark.parametrize("count", [True, 3.0, "3", None])
def test_only_whole_numbers_count_people(count):
    with pytest.raises(TypeError):
        figure(count, STANDARD)


def test_nobody_counts_below_nought():
    with pytest.raises(ValueError, match="-1"):
        figure(-1, STANDARD)


@pytest.mark.parametrize(
    ("part", "whole", "protection", "words"),
    [
        (75, 100, STANDARD, "about 75%"),
        (1, 3, STANDARD, NOT_SHOWN),
        (4, 100, STANDARD, NOT_SHOWN),
        (96, 100, STANDARD, NOT_SHOWN),
        (100, 100, STANDARD, NOT_SHOWN),
        (0, 0, STANDARD, NOT_SHOWN),
        (9, 100, HEIGHTENED, NOT_SHOWN),
        (91, 100, HEIGHTENED, NOT_SHOWN),
        (10, 100, HEIGHTENED, "about 10%"),
        (999_995, 1_000_000, STANDARD, "about 100%"),
    ],
)
def test_percentages(part, whole, protection, words):
    assert str(percentage(part, whole, protection)) == words


def test_a_part_is_not_larger_than_its_whole():
    with pytest.raises(ValueError, match="larger"):
        percentage(6, 5, STANDARD)


@given(st.integers(5, 300), st.integers(5, 300))
def test_a_percentage_tells_no_more_than_the_rounded_counts(part, rest):
    shown = percentage(part, part + rest, STANDARD)
    assert shown == percentage(max(rounded(part), 5), max(rounded(part + rest), rounded(part) + 5), STANDARD)


def test_a_table_as_it_is_published():
    table = protect_table([[3, 40], [30, 50]], ["North", "South"], ["Yes", "No"], "Kept informed", STANDARD)
    assert [[str(cell) for cell in row] for row in table.cells] == [[NOT_SHOWN] * 2, [NOT_SHOWN, "50"]]
    assert [str(total) for total in table.row_totals] == ["45", "80"]
    assert [str(total) for total in table.column_totals] == ["35", "90"]
    assert str(table.total) == "125"
    assert table.note.startswith("Numbers are rounded to the nearest 5. Numbers below 5")


def test_totals_are_true_totals_not_sums_of_rounded_cells():
    table = protect_counts({"a": 12, "b": 12, "c": 12}, caption="", protection=STANDARD)
    assert [cell.value for (cell,) in table.cells] == [10, 10, 10]
    assert table.total.value == 35
    assert table.column_totals == (table.total,)
    assert table.row_totals == ()


def test_several_choice_questions_have_no_total():
    counts = {"calls": 20, "letters": 3, "visits": 29}
    table = protect_counts(counts, caption="", protection=STANDARD, exclusive=False)
    assert [str(cell) for (cell,) in table.cells] == ["20", NOT_SHOWN, "30"]
    assert (table.total, table.column_totals) == (None, ())


def test_nearly_everybody_counts_the_few_who_did_not():
    counts = {"calls": 20, "letters": 3, "visits": 29}
    table = protect_counts(counts, caption="", protection=STANDARD, exclusive=False, respondents=30)
    assert [str(cell) for (cell,) in table.cells] == ["20", NOT_SHOWN, NOT_SHOWN]
    assert (table.total_label, table.total.value) == ("People who answered", 30)
    with pytest.raises(ValueError, match="29 times by 28"):
        protect_counts(counts, caption="", protection=STANDARD, exclusive=False, respondents=28)


def test_shapes_must_fit():
    for counts, rows, columns in ([[1]], ["a", "b"], ["x"]), ([[1, 2]], ["a"], ["x"]), ([], [], []):
        with pytest.raises(ValueError):
            protect_table(counts, rows, columns, "", STANDARD)
    with pytest.raises(ValueError):
        protect_counts({}, caption="", protection=STANDARD)


class Attacker:
    """Knows the method and every published number, and asks: could this hidden number be that?

    Written without a look at networks: it narrows each number by each sum, and tries what is left.
    """

    def __init__(self, table: FigureTable, limit: int) -> None:
        rows, columns = len(table.cells), len(table.column_labels)
        self.known: dict[tuple[int, int], tuple[int, int]] = {}
        for i in range(rows + 1):
            for j in range(columns + 1):
                self.known[i, j] = self.range_of(self.entry(table, i, j, rows, columns), limit)
        across = [([(i, j) for j in range(columns)], (i, columns)) for i in range(rows + 1)]
        down = [([(i, j) for i in range(rows)], (rows, j)) for j in range(columns + 1)]
        self.sums = across + down

    @staticmethod
    def entry(table, i, j, rows, columns):
        if i < rows and j < columns:
            return table.cells[i][j]
        if i < rows:
            return table.row_totals[i] if table.row_totals else None
        if j < columns:
            return table.column_totals[j] if len(table.column_totals) > j else None
        return table.total

    @staticmethod
    def range_of(entry, limit):
        if entry is None or entry.hidden:
            return (0, MANY)
        return (max(limit, entry.value - 2), entry.value + 2)

    def narrow(self, known):
        changed = True
        while changed:
            changed = False
            for parts, whole in self.sums:
                for place in (*parts, whole):
                    low, high = self.bounds(known, parts, whole, place)
                    if (low, high) != known[place]:
                        if low > high:
                            return False
                        known[place], changed = (low, high), True
        return True

    @staticmethod
    def bounds(known, parts, whole, place):
        low, high = known[place]
        if place == whole:
            return max(low, sum(known[p][0] for p in parts)), min(high, sum(known[p][1] for p in parts))
        others = [p for p in parts if p != place]
        least = known[whole][0] - sum(known[p][1] for p in others)
        most = known[whole][1] - sum(known[p][0] for p in others)
        return max(low, least), min(high, most)

    def could_be(self, place, low, high, small=()):
        known = dict(self.known)
        for other, most in small:
            known[other] = (0, most)
        known[place] = (max(known[place][0], low), min(known[place][1], high))
        return self.solve(known)

    def solve(self, known):
        if not self.narrow(known):
            return False
        open_places = [place for place, (low, high) in known.items() if low < high]
        if not open_places:
            return True
        place = min(open_places, key=lambda p: known[p][1] - known[p][0])
        low, high = known[place]
        middle = (low + high) // 2
        return any(self.solve({**known, place: half}) for half in ((low, middle), (middle + 1, high)))


def hidden_places(table, counts):
    rows, columns = len(counts), len(counts[0])
    for i in range(rows + 1):
        for j in range(columns + 1):
            entry = Attacker.entry(table, i, j, rows, columns)
            if entry is not None and entry.hidden:
                yield (
                    (i, j),
                    sum(sum(r[j : j + 1] if j < columns else r) for r in counts[i : i + 1] or counts),
                )


tables = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=columns, max_size=columns),
        min_size=1,
        max_size=4,
    )
)


@settings(max_examples=120, deadline=None)
@given(counts=tables, protection=st.sampled_from(Protection))
def test_nothing_hidden_can_be_worked_out(counts, protection):
    limit = protection.limit
    labels = [f"r{i}" for i in range(len(counts))], [f"c{j}" for j in range(len(counts[0]))]
    table = protect_table(counts, *labels, "", protection)
    attacker = Attacker(table, limit)
    hidden = dict(hidden_places(table, counts))
    small = [(place, limit - 1) for place, count in hidden.items() if count < limit]
    for place, count in hidden.items():
        assert attacker.could_be(place, limit, MANY)
        if count < limit:
            assert attacker.could_be(place, 0, 0)
            assert attacker.could_be(place, 0, 0, small)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=1, max_size=7))
def test_nothing_hidden_in_a_column_can_be_worked_out(numbers):
    counts = {str(i): n for i, n in enumerate(numbers)}
    table = protect_counts(counts, caption="", protection=HEIGHTENED)
    attacker = Attacker(table, HEIGHTENED.limit)
    for place, count in hidden_places(table, [[n] for n in numbers]):
        assert attacker.could_be(place, 10, MANY)
        assert count >= 10 or attacker.could_be(place, 0, 0)


@given(tables)
def test_every_small_number_is_hidden_and_every_shown_one_is_rounded(counts):
    labels = [f"r{i}" for i in range(len(counts))], [f"c{j}" for j in range(len(counts[0]))]
    table = protect_table(counts, *labels, "", STANDARD)
    for row, entries in zip(counts, table.cells, strict=True):
        for count, entry in zip(row, entries, strict=True):
            assert entry.hidden or (count >= 5 and entry.value == rounded(count))
            assert str(entry) == (NOT_SHOWN if entry.hidden else str(entry.value))


def test_one_who_runs_our_own_program_backwards_learns_little():
    """Every column of three up to 17, by what is published: small numbers keep four possible values."""
    published = defaultdict(list)
    for counts in itertools.product(range(18), repeat=3):
        labelled = dict(zip("abc", counts, strict=True))
        table = protect_counts(labelled, caption="", protection=STANDARD)
        if table.total.hidden or table.total.value <= 15:
            shown = (*(str(cell) for (cell,) in table.cells), str(table.total))
            published[shown].append(counts)
    for shown, possible in published.items():
        for place in range(3):
            values = {counts[place] for counts in possible}
            if shown[place] == NOT_SHOWN and min(values) < 5:
                assert 0 in values
                assert len(values) >= 4
