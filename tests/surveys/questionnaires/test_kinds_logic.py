"""Rules, checks, piping and codes over every kind of question; nothing off the path is ever kept."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaires.answers import SKIPPED, Answer, month_number
from surveys.questionnaires.checks import failing
from surveys.questionnaires.choices import NoAnswer, QuestionKind
from surveys.questionnaires.compact import MOST_NUMBER, answer_from, pack, tallies
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.labels import labels_of
from surveys.questionnaires.logic import holds, next_unseen, on_path, operators_for, path
from surveys.questionnaires.publishing import advice, problems
from surveys.questionnaires.rule_words import rule_words
from surveys.responses.fields import fits
from tests.factories.surveys import six_questions
from tests.survey_kinds import all_kinds, with_change

DAY = date(2026, 6, 15)
REFUSED = NoAnswer.NOT_SAID
SAID = {
    "one": Answer(chosen=("yes",)),
    "some": Answer(chosen=("a", "c")),
    "three": Answer(number=3),
    "june": Answer(number=month_number(2026, 6)),
    "rows": Answer(rows=(("listened", 2),)),
    "silent": Answer(silence=REFUSED),
    "skipped": SKIPPED,
}
TRUE = [
    ("is", "one", "yes"), ("is_not", "one", "no"), ("includes", "some", "c"), ("includes_any_of", "some", ["b", "c"]),
    ("includes_none_of", "some", ["b", "d"]), ("at_least", "three", 3), ("at_most", "three", 3),
    ("between", "three", [1, 3]), ("equals", "three", 3), ("equals", "june", "2026-06"),
    ("between", "june", ["2025-12", "2026-06"]), ("at_least", "june", "2026-05"), ("answered", "one", True),
    ("answered", "silent", False), ("answered", "missing", False), ("was_silent", "silent", "not_said"),
    ("was_silent", "skipped", "skipped"),
]  # fmt: skip
FALSE = [
    ("is", "some", "a"), ("is_not", "one", "yes"), ("is_not", "silent", "yes"), ("is_not", "missing", "yes"),
    ("includes", "some", "b"), ("includes_any_of", "some", ["b"]), ("includes_none_of", "some", ["a"]),
    ("includes_none_of", "skipped", ["a"]), ("at_least", "three", 4), ("at_most", "silent", 9),
    ("between", "three", [4, 9]), ("equals", "three", 4), ("equals", "missing", 0), ("at_most", "june", "2026-05"),
    ("answered", "silent", True), ("was_silent", "silent", "skipped"), ("was_silent", "missing", "skipped"),
    ("was_silent", "one", "skipped"),
]  # fmt: skip


@pytest.mark.parametrize(("op", "question", "value"), TRUE)
def test_what_is_true(op, question, value):
    assert holds({"op": op, "question": question, "value": value}, SAID)


@pytest.mark.parametrize(("op", "question", "value"), FALSE)
def test_what_is_not_true(op, question, value):
    assert not holds({"op": op, "question": question, "value": value}, SAID)


def test_a_row_of_a_matrix_is_looked_at_alone():
    assert holds({"op": "at_most", "question": "rows", "row": "listened", "value": 2}, SAID)
    assert not holds({"op": "at_most", "question": "rows", "row": "told", "value": 5}, SAID)


def test_each_kind_has_its_operators():
    assert operators_for(QuestionKind.STATEMENT) == frozenset()
    assert operators_for(QuestionKind.TEXT) == operators_for(QuestionKind.VOICE) == {"answered", "was_silent"}
    assert "between" in operators_for(QuestionKind.MONTH)
    assert "is" not in operators_for(QuestionKind.NUMBER)
    assert "at_least" not in operators_for(QuestionKind.DISTRICT)


KNOWN = frozenset({"understand"})


def test_the_survey_of_every_kind_has_no_problem():
    assert problems(all_kinds(), slug="ok", rights=KNOWN) == []
    assert advice(parse(all_kinds())) == []


def rule(op, question, value, **more):
    return {"show_when": {"op": op, "question": question, "value": value, **more}}


def check(op, words="Look again", **more):
    return {"validation": [{"op": op, "words": words, **more}]}


@pytest.mark.parametrize(
    ("id_", "change", "said"),
    [
        ("hello", {"options": [{"id": "a", "text": "A"}]}, "Question 1: this kind has no options."),
        ("care", {"options": []}, "Question 5: it needs 1 to 10 rows."),
        ("care", {"options": [{"id": f"a{n}", "text": "A"} for n in range(11)]}, "1 to 10 rows"),
        ("order", {"options": [{"id": f"a{n}", "text": "A"} for n in range(8)]}, "2 to 7 options"),
        ("order", {"options": [{"id": "a", "text": "A"}, {"id": "b", "text": " "}]}, "each option needs words"),
        ("order", {"options": [{"id": [], "text": "A"}, {"id": "b", "text": "B"}]}, "an id of its own"),
        ("heard", {"low": "x"}, "whole numbers"),
        ("heard", {"id": []}, "cannot be read"),
        ("heard", {"position": 3}, "position cannot be set"),
        ("heard", {"text": "a\ue000b"}, "a sign that cannot be shown"),
        ("heard", {"help": "a\x00b"}, "a sign that cannot be shown"),
        ("heard", {"rights": ["fly"]}, "Question 2 names a right that is not in the Victims' Code: fly."),
        ("good_thing", {"measures": "satisfaction"}, "only an answer that is counted"),
        ("why", rule("at_most", "care", 2), "must say which row of care"),
        ("why", rule("at_most", "care", 2, row="nope"), "must say which row of care"),
        ("why", rule("at_most", "helpful", 2, row="listened"), "a row of helpful, which has none"),
        ("why", rule("at_most", "care", 6, row="listened"), "not on a scale there"),
        ("why", rule("is", "helpful", 3), "asks “is” of helpful"),
        ("why", rule("is", "name_of_it", "x"), "asks “is” of name_of_it"),
        ("why", rule("answered", "hello", True), "asks “answered” of hello"),
        ("why", rule("answered", "heard", "x"), "“answered” is true or false"),
        ("why", rule("was_silent", "heard", "rude"), "an unknown way of not answering"),
        ("why", rule("was_silent", "heard", []), "an unknown way of not answering"),
        ("why", rule("includes_any_of", "helped_by", "call"), "needs a list of options"),
        ("why", rule("includes_none_of", "helped_by", ["nope"]), "the option nope of helped_by"),
        ("why", rule("includes_any_of", "helped_by", [{}]), "which does not exist"),
        ("why", rule("between", "helpful", [1]), "not two values of its kind"),
        ("why", rule("between", "helpful", [5, 1]), "backwards"),
        ("why", rule("between", "since", [1, 2]), "not two values of its kind"),
        ("why", rule("equals", "since", "2024-13"), "not on a scale there"),
        ("why", rule("equals", "since", "٢٠٢٤-03"), "not on a scale there"),
        ("why", rule("at_least", "calls", 10**9), "not on a scale there"),
        ("why", {"text": "You said {nope}."}, "the answer to nope, which does not exist"),
        ("why", {"text": "You said {good_thing}."}, "good_thing, which comes later"),
        ("why", {"help": "You said {name_of_it|x}."}, "which is in own words"),
        ("why", {"help": "You said {hello}."}, "which has none"),
        ("calls", check("choose_at_most", value=2), "“choose_at_most” cannot be checked of this kind"),
        ("calls", check("eval", value=2), "“eval” cannot be checked of this kind"),
        ("calls", check("at_most", words=" ", value=2), "say what people are told"),
        ("calls", check("at_most", value="2"), "cannot be checked against 2"),
        ("calls", check("at_most"), "cannot be checked against None"),
        ("calls", check("at_most", question="wanted"), "wanted, which does not come before it"),
        ("calls", check("at_most", question="nope"), "nope, which does not exist"),
        ("wanted", check("at_most", question="helpful"), "compares it with helpful, which is not possible"),
        ("wanted", check("between", question="calls"), "which is not possible"),
        ("wanted", check("at_most", question=["calls"]), "which does not exist"),
        ("since", check("not_in_future", value=3), "cannot be checked against 3"),
        ("since", check("between", value=["2024-01", 3]), "cannot be checked against"),
        ("helped_by", check("choose_at_most", value=4), "cannot be checked against 4"),
        ("calls", {"validation": [{"op": "at_most"}]}, "Question 7 cannot be read"),
        ("calls", {"validation": "x"}, "Question 7 cannot be read"),
    ],
)
def test_what_cannot_be_published_names_question_and_thing(id_, change, said):
    found = problems(with_change(id_, **change), slug="ok", rights=KNOWN)
    assert any(said in problem for problem in found), found


def test_a_survey_is_advised_to_end_with_something_good():
    raw = all_kinds()
    raw["questions"].pop()
    assert "ask for something good" in advice(parse(raw))[0]


def checked(op, answer, **more):
    raw = with_change("calls", **check(op, **more))
    return failing(parse(raw).by_id["calls"], answer, {"other": Answer(number=5)}, day=DAY)


@pytest.mark.parametrize(
    ("op", "more", "good", "bad"),
    [
        ("at_least", {"value": 2}, 2, 1),
        ("at_most", {"value": 2}, 2, 3),
        ("between", {"value": [2, 4]}, 4, 5),
        ("equals", {"value": 2}, 2, 3),
        ("at_least", {"question": "other"}, 5, 4),
        ("at_most", {"question": "other"}, 5, 6),
        ("not_in_future", {}, month_number(2026, 6), month_number(2026, 7)),
    ],
)
def test_checks_of_numbers(op, more, good, bad):
    assert checked(op, Answer(number=good), **more) == ""
    assert checked(op, Answer(number=bad), **more) == "Look again"
    assert checked(op, SKIPPED, **more) == ""


def test_checks_of_choices_and_letters():
    assert checked("choose_at_least", Answer(chosen=("a",)), value=2) == "Look again"
    assert checked("choose_at_least", Answer(chosen=("a", "b")), value=2) == ""
    assert checked("letters_at_least", Answer(words=" ab "), value=3) == "Look again"
    assert checked("at_least", Answer(number=0), question="missing") == ""


def test_rules_about_new_kinds_in_words():
    definition = parse(all_kinds())

    def words(op, question, value, **more):
        return rule_words(definition, {"op": op, "question": question, "value": value, **more})

    assert words("between", "since", ["2024-01", "2024-12"]) == (
        "Shown when “When did it begin?” is from January 2024 to December 2024."
    )
    assert "(“They listened”) is 2 or less" in words("at_most", "care", 2, row="listened")
    assert "includes any of “A call”, “Facts”" in words("includes_any_of", "helped_by", ["call", "info"])
    assert "was not answered: “Skipped”" in words("was_silent", "heard", "skipped")


# Random definitions and answers

IDS = [f"q{n}" for n in range(8)]
OPTION_IDS = ["a", "b", "c"]
ANSWERABLE = [kind for kind in QuestionKind if kind != QuestionKind.VOICE]


def options_for(kind):
    listed = kind in ("single", "several", "matrix", "ranking", "district", "cohort")
    return [{"id": id_, "text": id_.upper()} for id_ in OPTION_IDS] if listed else []


@st.composite
def rules(draw, earlier, depth=2):
    if depth and draw(st.booleans()):
        parts = draw(st.lists(rules(earlier, depth - 1), min_size=1, max_size=3))
        return {"op": draw(st.sampled_from(["all", "any", "not"])), "of": parts}
    id_, kind = draw(st.sampled_from(earlier))
    op = draw(st.sampled_from(sorted(operators_for(kind))))
    return {"op": op, "question": id_, "value": draw(values(op, kind)), **({"row": "a"} if kind == "matrix" else {})}


def values(op, kind):
    number = st.integers(1, 5) if kind != "month" else st.sampled_from(["2024-01", "2025-06", "2026-12"])
    if op == "between":
        return st.lists(number, min_size=2, max_size=2).map(sorted)
    return {
        "answered": st.booleans(),
        "was_silent": st.sampled_from(NoAnswer.values),
        "includes_any_of": st.lists(st.sampled_from(OPTION_IDS), min_size=1),
        "includes_none_of": st.lists(st.sampled_from(OPTION_IDS), min_size=1),
    }.get(op, st.sampled_from(OPTION_IDS) if op in ("is", "is_not", "includes") else number)


@st.composite
def surveys(draw):
    questions, earlier = [], []
    for id_ in IDS:
        kind = draw(st.sampled_from(ANSWERABLE))
        question = {"id": id_, "kind": kind.value, "text": f"Question {id_}?", "options": options_for(kind)}
        if earlier and draw(st.booleans()):
            question["show_when"] = draw(rules(earlier))
        questions.append(question)
        if kind != QuestionKind.STATEMENT:
            earlier.append((id_, kind))
    return parse(six_questions(questions=questions))


@st.composite
def answers_to(draw, question):
    if question.kind == QuestionKind.STATEMENT or draw(st.integers(0, 4)) == 0:
        return Answer(silence=draw(st.sampled_from(NoAnswer)))
    numbers = {"scale": st.integers(0, 10), "number": st.integers(0, MOST_NUMBER), "month": st.integers(22800, 25211)}
    if question.kind in numbers:
        return Answer(number=draw(numbers[question.kind]))
    ids = [option.id for option in question.options]
    if question.kind in ("several", "ranking"):
        chosen = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
        return Answer(chosen=tuple(chosen if question.kind == "ranking" else sorted(chosen)))
    if question.kind == "matrix":
        rows = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True).map(sorted))
        return Answer(rows=tuple((row, draw(st.integers(1, 5))) for row in rows))
    return Answer(chosen=(draw(st.sampled_from(ids)),)) if ids else Answer(words=draw(st.text(min_size=1)))


@st.composite
def answered_surveys(draw):
    definition = draw(surveys())
    answers = {question.id: draw(answers_to(question)) for question in definition.questions if draw(st.integers(0, 5))}
    return definition, answers


@settings(max_examples=400, deadline=None)
@given(answered_surveys())
def test_nothing_off_the_path_is_kept_and_the_path_is_a_fixed_point(told):
    definition, answers = told
    walked, kept = path(definition, answers), on_path(definition, answers)
    assert path(definition, kept) == walked
    assert on_path(definition, kept) == kept
    assert set(kept) == {question.id for question in walked} & set(answers)
    unseen = next_unseen(definition, answers)
    assert (unseen is None) == (len(kept) == len(walked))
    assert all(question.show_when is None or holds(question.show_when, kept) for question in walked)


@settings(max_examples=400, deadline=None)
@given(answered_surveys())
def test_what_is_packed_is_the_path_and_comes_back(told):
    definition, answers = told
    kept = on_path(definition, answers)
    row = pack(definition, kept)
    assert all(map(fits, row))
    for question, number in zip(definition.questions, row, strict=True):
        read = answer_from(question, number)
        if question.id not in kept or question.kind == QuestionKind.STATEMENT:
            assert read is None
        elif kept[question.id].words:
            assert read == Answer()
        else:
            assert read == kept[question.id]
        if number is not None and number >= 0:
            codes = [code for position, code in tallies(definition, row) if position == question.position]
            shown = [code for codes in labels_of(question, codes).values() for code in codes]
            assert set(codes) - {0} <= set(shown)
            assert len(shown) == len(set(shown))
    assert {answer.as_json() == Answer.from_json(answer.as_json()).as_json() for answer in kept.values()} <= {True}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
WHOLE = ["questions", "sections", "consents", "title", "minutes"]
PARTS = ["id", "kind", "options", "show_when", "validation", "rights", "silences", "low", "text", "help", "section"]


@settings(max_examples=400, deadline=None)
@given(ANYTHING, st.sampled_from(WHOLE), st.sampled_from(PARTS))
def test_any_shape_gives_sentences_and_no_crash(part, whole, name):
    for raw in ({**all_kinds(), whole: part}, with_change("calls", **{name: part})):
        assert all(isinstance(problem, str) for problem in problems(raw, slug="ok", rights=KNOWN))
