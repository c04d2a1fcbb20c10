"""Cohen's kappa against worked examples that others published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.lib.agreement import cohen, yes_or_no

TABLES = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("table", "observed", "expected", "kappa"),
    [
        ([[15, 5], [10, 70]], 0.85, 0.65, 0.57),  # Viera and Garrett, Family Medicine 37 (2005), 360-363
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.89, 0.66, 0.676),  # Fleiss, Levin and Paik, Statistical Methods, ch. 18
        ([[20, 5], [10, 15]], 0.70, 0.50, 0.40),  # the usual example of fifty grant proposals
        ([[45, 15], [25, 15]], 0.60, 0.54, 0.1304),  # the same agreement observed, other margins
        ([[25, 35], [5, 35]], 0.60, 0.46, 0.2593),
    ],
)
def test_published_examples(table, observed, expected, kappa):
    found = cohen(table)
    assert found.observed == pytest.approx(observed)
    assert found.expected == pytest.approx(expected)
    assert found.kappa == pytest.approx(kappa, abs=0.002)
    assert found.interval[0] < found.kappa < found.interval[1]


@pytest.mark.parametrize("table", [[[9, 0], [0, 0]], [[0, 0], [0, 4]]])
def test_when_both_always_choose_the_same_kappa_says_nothing(table):
    found = cohen(table)
    assert (found.expected, found.kappa, found.interval) == (1, None, None)
    assert found.words == "Cannot be told"


def test_no_texts_no_figure():
    assert yes_or_no([]).kappa is None
    assert yes_or_no([]).words == "Nothing to compare yet"


def test_full_agreement_and_its_opposite():
    assert yes_or_no([(True, True), (False, False)]).kappa == 1
    assert yes_or_no([(True, False), (False, True)]).kappa == -1
    assert yes_or_no([(True, False), (False, True)]).words == "Less than by chance"
    assert yes_or_no([(True, True), (False, False)]).words == "Almost perfect"


@pytest.mark.parametrize("table", [[[1, 2]], [[1, 2], [3]], [[-1, 0], [0, 0]]])
def test_what_is_no_table_of_agreement_is_refused(table):
    with pytest.raises(ValueError, match="square"):
        cohen(table)


@given(TABLES)
def test_it_is_never_beyond_one_and_does_not_mind_who_was_first(table):
    turned = [list(row) for row in zip(*table, strict=True)]
    one, other = cohen(table), cohen(turned)
    assert (one.kappa is None) == (other.kappa is None)
    if one.kappa is not None:
        assert -1 - 1e-9 <= one.kappa <= 1 + 1e-9
        assert one.kappa == pytest.approx(other.kappa)
