"""A bad file is refused with the name of the field; nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest

from derbyvoice.lib.facts import Facts, FactsError


def refused(raw, read=lambda facts: facts):
    with pytest.raises(FactsError) as caught:
        read(Facts.read(raw))
    return caught.value.field


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"3", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'"' + b"a" * 3_000_000 + b'"']
)
def test_what_is_no_object_is_refused_as_a_file(raw):
    assert refused(raw) == "file"


def test_a_field_that_stands_twice_is_named():
    assert refused(b'{"a": 1, "b": 2, "a": 3}') == "a"


def test_unknown_fields_are_named_with_their_place():
    facts = Facts.read(b'{"rows": [{"name": "x"}, {"name": "y", "nmae": 1}]}')
    with pytest.raises(FactsError) as caught:
        [row.only("name") for row in facts.items("rows")]
    assert caught.value.field == "rows[1].nmae"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b"{}", lambda facts: facts.text("a", most=5)),
        (b'{"a": " "}', lambda facts: facts.text("a", most=5)),
        (b'{"a": 5}', lambda facts: facts.text("a", most=5)),
        (b'{"a": "123456"}', lambda facts: facts.text("a", most=5)),
        (b'{"a": "x\\u0000"}', lambda facts: facts.text("a", most=5)),
        (b'{"a": "\\ud800"}', lambda facts: facts.text("a", most=5)),
        (b'{"a": "2023-02-30"}', lambda facts: facts.day("a")),
        (b'{"a": "5"}', lambda facts: facts.number("a")),
        (b'{"a": true}', lambda facts: facts.number("a")),
        (b'{"a": 1e400}', lambda facts: facts.number("a")),
        (b'{"a": 0.00001}', lambda facts: facts.number("a")),
        (b'{"a": "yes"}', lambda facts: facts.flag("a")),
        (b'{"a": {}}', lambda facts: list(facts.items("a"))),
        (b'{"a": "c"}', lambda facts: facts.choice("a", among=["b"])),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(raw, read):
    assert refused(raw, read) == "a"


def test_good_facts_are_read():
    facts = Facts.read('{"a": " é ", "b": "2023-07-11", "c": 6.5, "d": true, "e": ["x"], "f": {"g": 1}}'.encode())
    assert facts.text("a", most=5) == "é"
    assert facts.day("b") == date(2023, 7, 11)
    assert facts.number("c") == Decimal("6.5")
    assert facts.flag("d") is True
    assert facts.texts("e", most=3) == ["x"]
    assert facts.inner("f").at("g") == "f.g"
    assert facts.text("none", most=3, needed=False) == ""
    assert facts.day("none", needed=False) is None
