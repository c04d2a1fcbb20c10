"""What the publish check finds, and every way through a survey. Decided by the logic, not by looking for words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaires.checking import CHECKS, ERROR, NOBODY_COMES, WARNING, findings, refusals
from surveys.questionnaires.codes import answers_in, code_of
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.lines import minutes
from surveys.questionnaires.logic import path
from surveys.questionnaires.paper import paper_questions
from surveys.questionnaires.paths import reach, ways_through
from surveys.questionnaires.translating import texts_of
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def found(raw, level=ERROR):
    return [(one.id, one.words) for one in findings(raw, slug="ok", day=DAY) if one.level == level]


def asked(*questions):
    return six_questions(questions=[{"kind": "single", "text": "Was it good?", **question} for question in questions])


YES_NO = [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]


def atom(op, question, value, **more):
    return {"op": op, "question": question, "value": value, **more}


def every(*parts):
    return {"op": "all", "of": list(parts)}


MONTH = {"id": "a", "kind": "month"}
SCALE = {"id": "a", "kind": "scale", "low": 0, "high": 10}
ONE = {"id": "a", "options": YES_NO}
TICKS = {"id": "a", "kind": "several", "options": YES_NO}
GRID = {"id": "a", "kind": "matrix", "options": YES_NO}
UNREACHABLE = [
    (ONE, every(atom("is", "a", "yes"), atom("is", "a", "no"))),
    (ONE, every(atom("is_not", "a", "yes"), atom("is_not", "a", "no"))),
    (ONE, every(atom("is", "a", "yes"), {"op": "not", "of": [atom("answered", "a", True)]})),
    (TICKS, every(atom("includes", "a", "yes"), atom("includes_none_of", "a", ["yes"]))),
    (SCALE, every(atom("at_most", "a", 4), atom("at_least", "a", 5))),
    (SCALE, every(atom("between", "a", [2, 4]), atom("equals", "a", 6))),
    ({"id": "a", "kind": "number"}, every(atom("at_most", "a", 70_000), atom("at_least", "a", 70_001))),
    (MONTH, every(atom("at_most", "a", "2025-01"), atom("at_least", "a", "2025-02"))),
    (GRID, every(atom("at_most", "a", 2, row="yes"), atom("at_least", "a", 3, row="yes"))),
    ({"id": "a", "kind": "text"}, every(atom("answered", "a", True), atom("was_silent", "a", "not_said"))),
    ({**ONE, "silences": []}, atom("was_silent", "a", "not_said")),
]
REACHABLE = [
    (ONE, every(atom("is_not", "a", "yes"), atom("answered", "a", True))),
    (TICKS, every(atom("includes", "a", "yes"), atom("includes", "a", "no"))),
    (SCALE, every(atom("at_most", "a", 5), atom("at_least", "a", 5))),
    (MONTH, every(atom("at_most", "a", "2025-02"), atom("at_least", "a", "2025-02"))),
    (GRID, every(atom("at_most", "a", 2, row="yes"), atom("at_least", "a", 3, row="no"))),
    ({"id": "a", "kind": "text"}, atom("was_silent", "a", "not_applicable")),
]


@pytest.mark.parametrize(("first", "rule"), UNREACHABLE)
def test_a_question_that_nobody_can_come_to_is_an_error(first, rule):
    raw = asked(first, {"id": "b", "kind": "text", "text": "What was good?", "show_when": rule})
    assert found(raw) == [("b", NOBODY_COMES)]
    assert "Question 2: Nobody" in refusals(raw, slug="ok", day=DAY)[0]


@pytest.mark.parametrize(("first", "rule"), REACHABLE)
def test_a_question_that_somebody_can_come_to_is_none(first, rule):
    assert found(asked(first, {"id": "b", "kind": "text", "text": "What was good?", "show_when": rule})) == []


def test_what_stands_behind_an_unreachable_question_is_unreachable_too():
    never = every(atom("is", "a", "yes"), atom("is", "a", "no"))
    raw = asked(ONE, {"id": "b", "options": YES_NO, "show_when": never},
                {"id": "c", "options": YES_NO, "show_when": atom("is", "b", "yes")})  # fmt: skip
    assert [id_ for id_, _ in found(raw)] == ["b", "c"]


def test_ways_fewest_and_most():
    raw = asked(ONE, {"id": "b", "options": YES_NO, "show_when": atom("is", "a", "yes")},
                {"id": "c", "kind": "text", "show_when": atom("is", "b", "yes")})  # fmt: skip
    ways = ways_through(parse(raw))
    assert sorted(len(way.asked) for way in ways.ways) == [1, 2, 3]
    assert (ways.fewest, ways.most, ways.whole) == (1, 3, True)


def test_each_way_is_the_one_that_its_answers_lead_along():
    definition = parse(six_questions())
    for way in ways_through(definition).ways:
        assert tuple(question.id for question in path(definition, way.answers)) == way.asked


def test_the_search_stops_and_says_so():
    many = [{"id": f"q{n}", "options": YES_NO} for n in range(14)]
    shown = [{"id": f"s{n}", "kind": "text", "show_when": atom("is", f"q{n}", "yes")} for n in range(14)]
    ways = ways_through(parse(asked(*many, *shown)), limit=50)
    assert len(ways.ways) == 50
    assert not ways.whole


RULES = st.recursive(
    st.one_of(
        st.builds(atom, st.sampled_from(["is", "is_not"]), st.just("a"), st.sampled_from(["yes", "no"])),
        st.builds(atom, st.sampled_from(["at_most", "at_least", "equals"]), st.just("b"), st.integers(0, 4)),
        st.builds(atom, st.sampled_from(["includes"]), st.just("c"), st.sampled_from(["yes", "no"])),
    ),
    lambda inner: st.builds(lambda op, of: {"op": op, "of": of}, st.sampled_from(["all", "any", "not"]),
                            st.lists(inner, min_size=1, max_size=3)),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rule=RULES)
def test_reached_is_what_trying_every_answer_reaches(rule):
    scale, ticks = {"id": "b", "kind": "scale", "low": 0, "high": 4}, {"id": "c", "kind": "several", "options": YES_NO}
    raw = asked(ONE, scale, ticks, {"id": "d", "kind": "text", "show_when": rule})
    definition = parse(raw)
    codes = [(one, two, three) for one in (-1, 1, 2) for two in (-1, *range(5)) for three in (-1, 1, 2, 3)]
    answers = [dict(zip("abc", map(answer_from, definition.questions, code), strict=False)) for code in codes]
    tried = any("d" in {question.id for question in path(definition, one)} for one in answers)
    assert ("d" in reach(definition).reached) == tried


def test_a_line_that_is_hard_to_read_is_named_with_its_hard_words():
    raw = six_questions()
    raw["questions"][0]["text"] = "Which communication methodology would you recommend?"
    [(_, words)] = [one for one in found(raw, WARNING) if one[0] == "heard"]
    assert "“communication”, “methodology”" in words


def test_a_survey_that_does_not_end_with_a_good_thing_is_warned_of():
    raw = six_questions()
    assert found(raw, WARNING) == []
    del raw["questions"][-1]
    assert [id_ for id_, _ in found(raw, WARNING)] == ["again"]


def test_titles_addresses_order_and_sections_are_looked_at():
    raw = six_questions(
        title="Help after a crime", sections=[{"id": "help", "title": "Help"}, {"id": "x", "title": "X"}]
    )
    raw["questions"][1]["show_when"] = atom("is", "again", "yes")
    said = " ".join(words for _, words in found(raw))
    assert "must not say: crime" in said
    assert "which comes later" in said
    assert "must not say: victim" in findings(six_questions(), slug="victim", day=DAY)[0].words
    assert any("has no questions" in words for _, words in found(raw, WARNING))


@pytest.mark.parametrize(
    "raw", [{}, {"questions": 1}, {"questions": [{}]}, six_questions(questions=[{"kind": "dance"}])]
)
def test_what_cannot_be_read_is_one_finding(raw):
    assert len(found(raw)) == 1


HARD_WORDS = "Notwithstanding institutional accountability considerations, characterise your satisfaction"


@pytest.mark.parametrize("name", ["for_helper", "for_young"])
def test_other_words_for_a_helper_and_for_the_young_are_read_too(name):
    raw = six_questions()
    raw["questions"][0][name] = HARD_WORDS
    assert [id_ for id_, words in found(raw, WARNING) if "reads like a text for" in words] == [
        raw["questions"][0]["id"]
    ]


def test_easy_read_must_be_easy_to_read():
    raw = six_questions()
    told = texts_of(raw) | {"questions.heard.text": HARD_WORDS}
    easy, polish = ({**raw, "translations": {key: told}} for key in ("easy", "pl"))
    assert [(id_, words[:30]) for id_, words in found(easy, WARNING)] == [("easy", "Easy Read, the question reads ")]
    assert found(polish, WARNING) == found(raw, WARNING) == []


@pytest.mark.parametrize("name", ["for_helper", "for_young"])
def test_an_earlier_answer_in_other_words_must_be_there(name):
    raw = six_questions()
    raw["questions"][1][name] = "Was {helpd_by} kind?"
    assert found(raw) == [(raw["questions"][1]["id"], "Its text says the answer to helpd_by, which does not exist.")]


@pytest.mark.parametrize("question", [SCALE, GRID])
def test_ends_without_words_are_something_to_think_about(question):
    said = [words for id_, words in found(asked(question), WARNING) if id_ == "a"]
    assert "Say what the lowest and the highest number mean." in said
    ends = {"low_label": "not at all", "high_label": "very"}
    assert "Say what the lowest and the highest number mean." not in [
        words for _, words in found(asked({**question, **ends}), WARNING)
    ]


def test_every_check_is_a_function_that_can_be_added_to():
    assert all(check.__doc__ or check.__name__ for check in CHECKS)


def test_reading_and_answering_takes_longer_on_the_longer_way():
    definition = parse(six_questions())
    short, long = sorted(ways_through(definition).ways, key=lambda way: len(way.asked))
    assert 2 < minutes(definition, short.asked) < minutes(definition, long.asked) < 6


def test_a_trial_in_an_address_reads_back_and_strange_ones_are_left_out():
    definition = parse(six_questions())
    way = max(ways_through(definition).ways, key=lambda way: len(way.asked))
    read = answers_in(definition, code_of(definition, way.answers))
    assert {id_: answer.given for id_, answer in read.items()} == {id_: a.given for id_, a in way.answers.items()}
    for strange in ("", "99.99.99", "x.y", "-9.--1.²", "1" * 400, ".".join(["-1"] * 99)):
        assert all(id_ in definition.by_id for id_ in answers_in(definition, strange))
    assert answers_in(definition, "99.0.11") == {}


def test_on_paper_the_codes_are_those_of_the_data_and_skips_are_in_words():
    first, second, _, fourth, *_ = paper_questions(parse(six_questions()))
    assert [code for code, _ in first.boxes] == [1, 2, 3]
    assert [code for code, _ in second.boxes] == [1, 2, 4]
    assert fourth.only_if == "Answer this only if “Question 3” is 6 or less."
    assert (first.section, second.section) == ("Help", "")
