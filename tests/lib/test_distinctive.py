"""Which words set one group of texts apart, without showing one person."""

from derbyvoice.lib.distinctive import distinctive, words_of


def names(found):
    return [one.word for one in found]


def test_a_word_of_the_group_stands_out_and_a_word_of_all_does_not():
    ours = ["they never rang back about court"] * 8
    others = ["court was loud"] * 8 + ["the tea was good"] * 8
    found = names(distinctive(ours, others, least=5))
    assert found[0] in {"rang", "back", "never"}
    assert "court" not in found[:2]


def test_a_word_that_few_people_used_is_never_shown():
    ours = ["rang rang rang rang rang rang zebrawood"] + ["rang"] * 9
    assert names(distinctive(ours, ["tea"] * 5, least=5)) == ["rang"]
    assert distinctive(ours, ["tea"] * 5, least=11) == []


def test_somebody_who_says_a_word_often_counts_once():
    assert distinctive(["phone " * 50], ["tea"], least=2) == []
    assert distinctive(["phone " * 50, "phone", "tea"], ["tea"] * 3, least=2)[0].people == 2


def test_nothing_said_nothing_found():
    assert distinctive([], [], least=1) == []
    assert distinctive(["phone"], [], least=1) == []


def test_small_words_and_numbers_are_left_out():
    assert words_of("I was at the Court’s 2 doors, and it’s 10 p.m.") == {"court's", "doors"}
