"""Places in a text: sentences, words wherever they stand, marks in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.lib.passages import LONG_SENTENCE, marked, occurrences, plain, runs, sentences


def said(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("  \n ", []),
        ("One. Two!  Three?", ["One.", "Two!", "Three?"]),
        ("It took 3.5 weeks... Then", ["It took 3.5 weeks...", "Then"]),
        ("He said “No.” I left.", ["He said “No.”", "I left."]),
        ("A line\nanother line\n\nlast", ["A line", "another line", "last"]),
        ("👩🏽‍🚀 flew. Yes", ["👩🏽‍🚀 flew.", "Yes"]),
    ],
)
def test_sentences(text, found):
    assert said(text) == found


@given(st.text(max_size=2000))
def test_sentences_lie_in_order_and_leave_out_only_space(text):
    at = 0
    for start, end in sentences(text):
        assert at <= start < end
        assert text[at:start].strip() == ""
        assert end - start <= LONG_SENTENCE
        at = end
    assert text[at:].strip() == ""


def test_somebody_who_writes_without_full_stops_gets_pieces():
    text = "and then " * 200
    assert max(map(len, said(text))) <= LONG_SENTENCE
    assert " ".join(said(text)).split() == text.split()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ann", ["Ann", "ANN"]),
        ("Ann Marie", ["Ann  Marie"]),
        ("(0)", ["(0)"]),
        ("", []),
        ("nobody", []),
        (".*", []),
    ],
)
def test_words_are_found_as_whole_words_whatever_their_capitals(words, found):
    text = "Annual plans. Ann  Marie rang ANN at 44(0)."
    assert [text[start:end] for start, end in occurrences(text, words)] == found


def test_marks_stand_instead_of_words_and_never_overlap():
    assert marked("Ann rang Bob", [(9, 12, "[name]"), (0, 3, "[name]")]) == "[name] rang [name]"
    for wrong in ([(0, 3, "x"), (2, 4, "x")], [(0, 99, "x")], [(3, 3, "x")], [(-1, 2, "x")]):
        with pytest.raises(ValueError, match="overlap"):
            marked("Ann rang Bob", wrong)


def test_neighbours_make_one():
    places = [(0, 3), (4, 8), (9, 12), (13, 20)]
    assert runs(places, [3, 0, 1, 99, -1]) == [(0, 8), (13, 20)]
    assert runs(places, []) == []


def test_every_line_ends_alike():
    assert plain("a\r\nb\rc\n") == "a\nb\nc\n"
