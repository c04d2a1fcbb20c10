"""The words are fit to be given, and found again however they are typed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.lib.words import (
    ReturnWords,
    ReturnWordsError,
    UnknownWord,
    WrongNumber,
    bits,
    new_words,
    normalise,
    word_list,
)

WORDS = ReturnWords(("apple", "robin", "stove", "lemon", "cloud"))


def one_slip_apart(one, other):
    """One letter changed, added, left out, or two neighbours swapped."""
    if len(one) == len(other):
        different = [i for i in range(len(one)) if one[i] != other[i]]
        swapped = len(different) == 2 and sorted(one) == sorted(other) and different[1] - different[0] == 1
        return len(different) == 1 or swapped
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def test_the_list_is_long_enough_and_in_order():
    assert len(word_list()) >= 1300
    assert all(one < next_one for one, next_one in pairwise(word_list()))
    assert bits() >= 50


def test_words_are_short_and_plain():
    assert all(3 <= len(word) <= 8 and word.isascii() and word.isalpha() and word.islower() for word in word_list())


def test_no_two_words_begin_with_the_same_four_letters():
    assert len({word[:4] for word in word_list()}) == len(word_list())


def test_no_two_words_are_one_slip_apart():
    words = word_list()
    by_length = {length: [word for word in words if len(word) in (length, length + 1)] for length in range(3, 9)}
    for word in words:
        near = [other for other in by_length[len(word)] if other != word and one_slip_apart(word, other)]
        assert near == []


def test_new_words_are_new():
    given_out = {str(new_words()) for _ in range(200)}
    assert len(given_out) == 200
    assert all(len(words.split()) == 5 for words in given_out)
    assert len(tuple(new_words(7))) == 7
    with pytest.raises(ValueError, match="guessed"):
        new_words(4)


def test_every_word_can_come_up():
    seen = {word for _ in range(4000) for word in new_words()}
    assert len(seen) > 0.99 * len(word_list())


@pytest.mark.parametrize(
    "typed",
    [
        "apple robin stove lemon cloud",
        "  Apple, ROBIN;stove\n\tlemon  .cloud. ",
        "apple-robin-stove-lemon-cloud",
        "apple‑robin–stove—lemon/cloud",
        "1. apple 2. robin 3. stove 4. lemon 5. cloud",
        "ａｐｐｌｅ röbin stove lemon cloud",
        "apple_robin_stove_lemon_cloud",
    ],
)
def test_typing_is_forgiven(typed):
    assert normalise(typed) == WORDS
    assert str(normalise(typed)) == "apple robin stove lemon cloud"


@given(st.lists(st.sampled_from(word_list()), min_size=5, max_size=5), st.sampled_from([" ", ",", "-", " - ", "\n"]))
def test_words_come_back_as_they_went(words, between):
    assert normalise(between.join(words).upper()) == ReturnWords(tuple(words))


def test_an_unknown_word_gets_the_nearest_ones_and_is_not_repeated():
    with pytest.raises(UnknownWord) as told:
        normalise("appel robin stove lemon cloud")
    assert told.value.word == "appel"
    assert told.value.suggestions[0] == "apple"
    assert "appel" not in str(told.value)


def test_suggestions_for_nothing_like_it():
    with pytest.raises(UnknownWord) as told:
        normalise("qqqqqqqq robin stove lemon cloud")
    assert told.value.suggestions == ()


@pytest.mark.parametrize(("typed", "found"), [("", 0), ("apple robin", 2), ("apple " * 6, 6), ("12345", 0)])
def test_the_number_of_words_is_checked(typed, found):
    with pytest.raises(WrongNumber) as told:
        normalise(typed)
    assert (told.value.found, told.value.wanted) == (found, 5)


@given(st.text(max_size=600))
def test_rubbish_is_refused_in_our_own_words(typed):
    with pytest.raises(ReturnWordsError):
        normalise(typed)


def test_a_flood_is_refused():
    with pytest.raises(WrongNumber):
        normalise("apple " * 1_000_000)


def test_words_are_not_printed_by_accident():
    for shown in (repr(WORDS), f"{WORDS!r}", str([WORDS]), repr({"words": WORDS})):
        assert "apple" not in shown
    assert WORDS != "apple robin stove lemon cloud"
    assert hash(WORDS) == hash(ReturnWords(WORDS.words))
