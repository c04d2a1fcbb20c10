import pytest

from derbyvoice.lib.reading_age import grade, hard_words, sentences_in, syllables

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
COUNTED = {
    1: "asked names home through choose helped scale years",
    2: "people useful table choices going being safer science therefore quiet wanted every ago police",
    3: "somebody created recommend different serious area idea services satisfied researchers",
    4: "information experience everybody usually situation",
    5: "organisation",
}


@pytest.mark.parametrize("number", COUNTED)
def test_syllables_as_people_speak_them(number):
    assert {word: syllables(word) for word in COUNTED[number].split()} == dict.fromkeys(COUNTED[number].split(), number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLATYPUS, 11.3),  # 13 words, 24 syllables, by the formula as published
        ("The cat sat on the mat.", -1.4),
        ("Did somebody tell you what was going on?", 3.8),
        ("Would you recommend this organisation to others?", 10.7),
    ],
)
def test_grades_of_known_texts(text, expected):
    assert round(grade(text), 1) == expected


def test_sentences_are_shared_out():
    assert sentences_in("One. Two! Three?") == 3
    assert sentences_in("Half past 10.30 is one") == 1
    assert grade("We listen to you. We act on it.") < grade("We listen to you and we act on it.")


@pytest.mark.parametrize("text", ["", "Yes", "Somebody to talk", "…", "\x00 \u202e"])
def test_a_line_too_short_to_say_has_no_grade(text):
    assert grade(text) is None


def test_hard_words_are_named_longest_first():
    assert hard_words("An organisation gave information; the organisation") == ["organisation", "information"]
