"""What must be right with the checks of answers."""

from collections.abc import Iterator
from typing import Any

from surveys.questionnaires.checks import COMPARED, COUNTS, checks_for
from surveys.questionnaires.definitions import Check, Definition, Question
from surveys.questionnaires.logic import ABOUT_NUMBERS
from surveys.questionnaires.publishing_rules import fits

ALONE = frozenset({"not_in_future", "whole_number"})
"""Checks that compare with nothing."""
MOST_CHECKS = 10


def of_checks(definition: Definition, question: Question) -> Iterator[str]:
    if len(question.validation) > MOST_CHECKS:
        yield f"it has more than {MOST_CHECKS} checks."
    for check in question.validation:
        if not isinstance(check.op, str) or check.op not in checks_for(question.kind):
            yield f"“{check.op}” cannot be checked of this kind of question."
        elif not isinstance(check.words, str) or not check.words.strip():
            yield f"say what people are told when “{check.op}” is not so."
        elif check.question:
            yield from of_other(definition, question, check)
        elif not takes(question, check):
            yield f"“{check.op}” cannot be checked against {check.value}."


def of_other(definition: Definition, question: Question, check: Check) -> Iterator[str]:
    """A check may look at an earlier answer of the same kind."""
    other = definition.by_id.get(check.question) if isinstance(check.question, str) else None
    if other is None:
        yield f"its check looks at {check.question}, which does not exist."
    elif other.position >= question.position:
        yield f"its check looks at {other.id}, which does not come before it."
    elif other.kind != question.kind or check.op not in COMPARED or check.value is not None:
        yield f"its check compares it with {other.id}, which is not possible."


def takes(question: Question, check: Check) -> bool:
    """Whether the check has the value that it needs."""
    value: Any = check.value
    if check.op in ALONE:
        return value is None
    if check.op in COUNTS:
        return type(value) is int and 1 <= value <= len(question.options)
    if check.op == "letters_at_least":
        return type(value) is int and 1 <= value <= question.max_length
    if check.op == "between":
        return isinstance(value, list) and len(value) == 2 and all(fits(question, end) for end in value)
    return check.op in ABOUT_NUMBERS and fits(question, value)
