"""Which questions a person is asked. Pure: a rule and the answers in, yes or no out.

A rule is a small tree as it stands in the published definition:

    {"op": "at_most", "question": "helpful", "value": 4}
    {"op": "between", "question": "since", "value": ["2025-01", "2025-12"]}
    {"op": "at_most", "question": "care", "row": "listened", "value": 2}
    {"op": "all", "of": [{"op": "is", "question": "heard", "value": "yes"}, {"op": "not", "of": [...]}]}

Only the operators named here exist. Apart from `answered` and `was_silent`, none is true of a question that was not
answered: “is not yes” means that something else was said. A question that was not asked counts as not answered, and a
question may only look back, so one walk from the first question to the last gives the path.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from surveys.questionnaires.answers import Answer, month_number
from surveys.questionnaires.choices import LISTED, NUMERIC, QuestionKind
from surveys.questionnaires.definitions import Definition, Question, Rule

Answers = Mapping[str, Answer]
NOTHING = Answer()
DEEPEST = 5


def is_(answer: Answer, value: Any) -> bool:
    return answer.chosen == (value,)


def is_not(answer: Answer, value: Any) -> bool:
    return bool(answer.chosen) and not is_(answer, value)


def includes(answer: Answer, value: Any) -> bool:
    return value in answer.chosen


def includes_any_of(answer: Answer, value: Any) -> bool:
    return not set(value).isdisjoint(answer.chosen)


def includes_none_of(answer: Answer, value: Any) -> bool:
    return bool(answer.chosen) and not includes_any_of(answer, value)


def at_least(answer: Answer, value: Any) -> bool:
    return answer.number is not None and answer.number >= number_of(value)


def at_most(answer: Answer, value: Any) -> bool:
    return answer.number is not None and answer.number <= number_of(value)


def between(answer: Answer, value: Any) -> bool:
    """Both ends belong to it."""
    return at_least(answer, value[0]) and at_most(answer, value[1])


def equals(answer: Answer, value: Any) -> bool:
    return answer.number == number_of(value)


def answered(answer: Answer, value: Any) -> bool:
    return answer.given is bool(value)


def was_silent(answer: Answer, value: Any) -> bool:
    """Not answered in this one of the three ways; being passed over by a rule is none of them."""
    return answer.silence == value


def number_of(value: Any) -> int:
    """A number as it stands; a month like "2026-03" as the number of its month."""
    if isinstance(value, str):
        year, month = value.split("-")
        return month_number(int(year), int(month))
    return int(value)


ABOUT_ONE: dict[str, Callable[[Answer, Any], bool]] = {
    "is": is_,
    "is_not": is_not,
    "includes": includes,
    "includes_any_of": includes_any_of,
    "includes_none_of": includes_none_of,
    "at_least": at_least,
    "at_most": at_most,
    "between": between,
    "equals": equals,
    "answered": answered,
    "was_silent": was_silent,
}
ABOUT_MANY: dict[str, Callable[[Sequence[bool]], bool]] = {
    "all": all,
    "any": any,
    "not": lambda parts: not any(parts),
}
OPERATORS = frozenset(ABOUT_ONE) | frozenset(ABOUT_MANY)
ABOUT_OPTIONS = frozenset({"is", "is_not", "includes", "includes_any_of", "includes_none_of"})
ABOUT_NUMBERS = frozenset({"at_least", "at_most", "between", "equals"})
ABOUT_ANSWERING = frozenset({"answered", "was_silent"})
WITH_A_LIST = frozenset({"includes_any_of", "includes_none_of"})


def operators_for(kind: QuestionKind) -> frozenset[str]:
    """What can be asked of a question of this kind."""
    if kind == QuestionKind.STATEMENT:
        return frozenset()
    options = ABOUT_OPTIONS if kind in LISTED else frozenset()
    numbers = ABOUT_NUMBERS if kind in NUMERIC or kind == QuestionKind.MATRIX else frozenset()
    return options | numbers | ABOUT_ANSWERING


def holds(rule: Rule | None, answers: Answers) -> bool:
    """Whether the rule is true of these answers; no rule is always true."""
    if rule is None:
        return True
    if rule["op"] in ABOUT_MANY:
        return ABOUT_MANY[rule["op"]]([holds(part, answers) for part in rule["of"]])
    answer = answers.get(rule["question"], NOTHING)
    return ABOUT_ONE[rule["op"]](answer.of_row(rule["row"]) if "row" in rule else answer, rule["value"])


def path(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """The questions that this person is asked, in order. Answers off the path do not steer it."""
    asked: dict[str, Answer] = {}
    walked = []
    for question in definition.questions:
        if holds(question.show_when, asked):
            walked.append(question)
            asked[question.id] = answers.get(question.id, NOTHING)
    return tuple(walked)


def on_path(definition: Definition, answers: Answers) -> dict[str, Answer]:
    """The answers to questions that were asked; the others are dropped."""
    return {question.id: answers[question.id] for question in path(definition, answers) if question.id in answers}


def next_unseen(definition: Definition, answers: Answers) -> Question | None:
    """The first question on the path that this person has not come to yet; None when all are seen."""
    return next((question for question in path(definition, answers) if question.id not in answers), None)


def questions_in(rule: Rule | None) -> list[str]:
    """The ids of questions that the rule looks at."""
    if rule is None:
        return []
    if "of" in rule:
        return [found for part in rule["of"] for found in questions_in(part)]
    return [rule["question"]]
