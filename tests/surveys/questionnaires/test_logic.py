from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.compact import answer_from, pack, tallies
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.logic import holds, next_unseen, on_path, path
from tests.factories.surveys import six_questions

SIX = parse(six_questions())
YES = Answer(chosen=("yes",))


def ids(questions):
    return [question.id for question in questions]


def test_each_operator():
    answers = {"a": YES, "b": Answer(chosen=("x", "y")), "c": Answer(number=4), "d": SKIPPED}
    true = [
        None,
        {"op": "is", "question": "a", "value": "yes"},
        {"op": "includes", "question": "b", "value": "y"},
        {"op": "at_least", "question": "c", "value": 4},
        {"op": "at_most", "question": "c", "value": 4},
        {"op": "answered", "question": "d", "value": False},
        {"op": "answered", "question": "missing", "value": False},
    ]
    false = [
        {"op": "is", "question": "b", "value": "x"},
        {"op": "at_least", "question": "c", "value": 5},
        {"op": "at_most", "question": "d", "value": 9},
        {"op": "answered", "question": "d", "value": True},
    ]
    assert all(holds(rule, answers) for rule in true)
    assert not any(holds(rule, answers) for rule in false)
    assert holds({"op": "all", "of": true[1:]}, answers)
    assert holds({"op": "any", "of": [*false, true[1]]}, answers)
    assert holds({"op": "not", "of": false}, answers)
    assert not holds({"op": "not", "of": [true[1]]}, answers)


def test_the_path_follows_the_answers():
    assert "what_went_wrong" not in ids(path(SIX, {"helpful": Answer(number=9)}))
    assert "what_went_wrong" in ids(path(SIX, {"helpful": Answer(number=6)}))
    assert "what_went_wrong" not in ids(path(SIX, {"helpful": SKIPPED}))


def test_an_answer_off_the_path_is_dropped_and_steers_nothing():
    raw = six_questions()
    raw["questions"][5]["show_when"] = {"op": "answered", "question": "what_went_wrong", "value": True}
    definition = parse(raw)
    answers = {"helpful": Answer(number=9), "what_went_wrong": Answer(words="Late"), "good_thing": Answer(words="Tea")}
    assert on_path(definition, answers) == {"helpful": Answer(number=9)}


def test_the_next_unseen_question_counts_silence_as_seen():
    assert next_unseen(SIX, {}).id == "heard"
    assert next_unseen(SIX, {"heard": SKIPPED}).id == "helped_by"


def test_answers_survive_packing():
    answers = {
        "heard": Answer(chosen=("no",)),
        "helped_by": Answer(chosen=("call", "info")),
        "helpful": Answer(number=0),
        "again": SKIPPED,
        "good_thing": Answer(words="Tea"),
    }
    row = pack(SIX, answers)
    assert row == [3, 5, 0, None, -1, 1]
    read = [answer_from(question, number) for question, number in zip(SIX.questions, row, strict=True)]
    assert read == [answers["heard"], answers["helped_by"], answers["helpful"], None, SKIPPED, Answer()]


def test_tallies_count_each_tick_and_each_person_once():
    assert list(tallies(SIX, [3, 5, 0, None, -1, 1])) == [(0, 3), (1, 0), (1, 1), (1, 3), (2, 0), (4, -1), (5, 1)]


def test_answers_survive_json():
    for answer in (YES, Answer(number=0), Answer(words="ü\u202e😀"), SKIPPED):
        assert Answer.from_json(answer.as_json()) == answer
