"""Phrases are found as whole words, however they are written, and not where they are part of something harmless."""

import time

import pytest

from surveys.safeguarding.phrases import found, phrases_in, plain_words


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("He said he will KILL ME.", "kill me"),
        ("he'll kill\nme", "hell kill me"),
        ("he’ll kill me", "he'll kill me"),
        ("I do not—want to... live!", "not want to live"),
        ("Chcę UMRZEĆ", "chce umrzec"),
        ("zabic sie", "zabić się"),
        ("میں مرنا چاہتی ہوں", "مرنا چاہتی"),
        ("ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ", "ਮਰਨਾ ਚਾਹੁੰਦੀ"),
        ("she strangled me once", "strangl*"),
        ("he hits our boy", "hits * boy"),
        ("ｋｉｌｌ ｍｅ", "kill me"),
        ("suicide", "suicide"),
    ],
)
def test_it_is_found(text, phrase):
    assert found(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("She is a skilled medium", "kill me"),
        ("kill the meeting", "kill me"),
        ("me kill", "kill me"),
        ("kill", "kill me"),
        ("therapist", "rape"),
        ("hits boy", "hits * boy"),
        ("the stranger", "strangl*"),
        ("", "kill me"),
        ("anything", ""),
    ],
)
def test_it_is_not_fooled(text, phrase):
    assert found(text, phrase) == []


def test_a_harmless_phrase_takes_out_only_what_lies_within_it():
    unless = "kill me if i forget"
    assert found("She will kill me if I forget her birthday", "kill me", unless) == []
    assert found("She will kill me if I forget. He said he will kill me", "kill me", unless) == ["kill me"]


@pytest.mark.parametrize("line", ["k*ll", "*", "* *", "ab*", " ".join(["word"] * 13)])
def test_what_cannot_be_looked_for_is_said(line):
    with pytest.raises(ValueError, match=r"\*|at most"):
        phrases_in(line)


def test_each_phrase_is_named_once():
    assert found("kill me, kill me, and he has a knife", "has a knife\nkill me") == ["has a knife", "kill me"]


def test_a_long_text_is_read_fast():
    text, phrases = "I want to go home and I want to sleep. " * 2500, "\n".join(f"want to {n} me" for n in range(300))
    began = time.process_time()
    assert found(text, phrases) == []
    assert time.process_time() - began < 2


def test_plain_words():
    assert plain_words("Don’t  you—DARE, Zoë!") == ("dont", "you", "dare", "zoe")
