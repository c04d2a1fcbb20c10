"""Which questions a person is asked. Pure: a rule and the answers in, yes or no out.

A rule is a small tree as it stands in the published definition:

    {"op": "at_most", "question": "helpful", "value": 4}
    {"op": "all", "of": [{"op": "is", "question": "heard", "value": "yes"}, {"op": "not", "of": [...]}]}

Only the operators named here exist. A question that was not asked counts as not answered, and a question may only look
back, so one walk from the first question to the last gives the path.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.definitions import Definition, Question, Rule

Answers = Mapping[str, Answer]
NOTHING = Answer()
DEEPEST = 5


def is_(answer: Answer, value: Any) -> bool:
    return answer.chosen == (value,)


def includes(answer: Answer, value: Any) -> bool:
    return value in answer.chosen


def at_least(answer: Answer, value: Any) -> bool:
    return answer.number is not None and answer.number >= value


def at_most(answer: Answer, value: Any) -> bool:
    return answer.number is not None and answer.number <= value


def answered(answer: Answer, value: Any) -> bool:
    return answer.given is bool(value)


ABOUT_ONE: dict[str, Callable[[Answer, Any], bool]] = {
    "is": is_,
    "includes": includes,
    "at_least": at_least,
    "at_most": at_most,
    "answered": answered,
}
ABOUT_MANY: dict[str, Callable[[Sequence[bool]], bool]] = {
    "all": all,
    "any": any,
    "not": lambda parts: not any(parts),
}
OPERATORS = frozenset(ABOUT_ONE) | frozenset(ABOUT_MANY)


def holds(rule: Rule | None, answers: Answers) -> bool:
    """Whether the rule is true of these answers; no rule is always true."""
    if rule is None:
        return True
    if rule["op"] in ABOUT_MANY:
        return ABOUT_MANY[rule["op"]]([holds(part, answers) for part in rule["of"]])
    return ABOUT_ONE[rule["op"]](answers.get(rule["question"], NOTHING), rule["value"])


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
