"""The benchmarks' own measure takes turns, and says when a ratio is more than what is asked."""

import pytest

from tests.benchmarks.bare import bare_page
from tests.benchmarks.common import Way, compare, show


def test_both_work_in_turns_and_the_first_round_does_not_count():
    order = []
    bare, ours = compare(
        Way("bare", lambda: order.append("b")), Way("ours", lambda: order.append("o")), rounds=2, calls=1
    )
    assert "".join(order) == "obbo" + "ob"
    assert len(bare.costs) == len(ours.costs) == 2


def test_a_ratio_above_what_is_asked_ends_with_1(capsys):
    ways = Way("bare", bare_page, [(1.0, 1.0)]), Way("ours", bare_page, [(2.0, 3.0)])
    show(ways, asked=2.0)
    with pytest.raises(SystemExit) as ended:
        show(ways, asked=1.9)
    assert ended.value.code == 1
    assert "2.00 (asked: at most 1.9)   wall 3.00" in capsys.readouterr().out


def test_the_bare_page_asks_with_22_options_and_a_token():
    page = bare_page().content.decode()
    assert page.count('type="radio"') == 22
    assert "csrfmiddlewaretoken" in page
