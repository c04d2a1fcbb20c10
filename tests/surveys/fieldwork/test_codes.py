"""Codes as they are typed from paper, for every kind of question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.fieldwork import codes
from surveys.questionnaires.answers import SKIPPED, Answer, month_number
from surveys.questionnaires.choices import NoAnswer, QuestionKind
from surveys.questionnaires.compact import answer_from, code
from surveys.questionnaires.definitions import Option, Question

OPTIONS = tuple(Option(id_, id_.upper()) for id_ in ("a", "b", "c"))


def asked(kind, **more):
    return Question(id="q", kind=QuestionKind(kind), text="?", position=0, options=OPTIONS, low=0, high=10, **more)


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("single", "2", Answer(chosen=("b",))),
        ("district", " 3 ", Answer(chosen=("c",))),
        ("several", "1 4", Answer(chosen=("a", "c"))),
        ("several", "4,2", Answer(chosen=("b", "c"))),
        ("scale", "0", Answer(number=0)),
        ("number", "1,500", Answer(number=1500)),
        ("matrix", "3 - 5", Answer(rows=(("a", 3), ("c", 5)))),
        ("matrix", "3-5", Answer(rows=(("a", 3), ("c", 5)))),
        ("matrix", "---", SKIPPED),
        ("ranking", "3 1", Answer(chosen=("c", "a"))),
        ("month", "3 2025", Answer(number=month_number(2025, 3))),
        ("month", "03/2025", Answer(number=month_number(2025, 3))),
        ("single", "", SKIPPED),
        ("single", "R", Answer(silence=NoAnswer.NOT_SAID)),
        ("scale", "n", Answer(silence=NoAnswer.NOT_APPLICABLE)),
    ],
)
def test_a_code_is_read(kind, typed, answer):
    assert codes.read(asked(kind), typed) == answer


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("single", "4"), ("single", "0"), ("single", "1 2"), ("single", "x"), ("single", "²"), ("several", "3"),
        ("several", "1 1"), ("scale", "11"), ("scale", "-1"), ("number", "1000000"), ("number", "3.5"),
        ("matrix", "35"), ("matrix", "356"), ("ranking", "1 1"), ("ranking", "9"), ("month", "13 2025"),
        ("ranking", ";"), ("several", ","), ("month", "2025"), ("month", "3 25"), ("single", "9" * 400),
    ],
)  # fmt: skip
def test_what_is_no_code_is_said(kind, typed):
    with pytest.raises(codes.NotACode):
        codes.read(asked(kind), typed)


def test_a_way_of_not_answering_must_be_offered():
    with pytest.raises(codes.NotACode, match="rather not say"):
        codes.read(asked("single", silences=()), "r")


@given(kind=st.sampled_from(sorted(codes.READERS)), typed=st.text(max_size=30))
def test_anything_typed_is_an_answer_that_can_be_kept_or_is_refused(kind, typed):
    question = asked(kind)
    try:
        answer = codes.read(question, typed)
    except codes.NotACode:
        return
    assert answer_from(question, code(question, answer)) == answer
