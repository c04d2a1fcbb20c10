"""What an answer must be, with the words that the survey's maker chose for when it is not.

    {"op": "at_most", "value": 24, "words": "A day has 24 hours. Please give a smaller number"}
    {"op": "at_least", "question": "first_call", "words": "That is before the first call. Please look again"}
    {"op": "choose_at_most", "value": 3, "words": "Choose up to three"}
    {"op": "not_in_future", "words": "This month is still to come"}

Nobody has to answer: a question that is left empty is skipped, whatever its checks say.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from surveys.questionnaires.answers import Answer, month_number
from surveys.questionnaires.choices import NUMERIC, WRITTEN, QuestionKind
from surveys.questionnaires.definitions import Check, Question
from surveys.questionnaires.logic import ABOUT_NUMBERS, ABOUT_ONE, at_least, at_most, equals

COUNTS = {"choose_at_least": int.__ge__, "choose_at_most": int.__le__}
COMPARED = {"at_least": at_least, "at_most": at_most, "equals": equals}
"""These may look at another answer instead of a value."""
CHOICES = frozenset({QuestionKind.SEVERAL, QuestionKind.RANKING})


def checks_for(kind: QuestionKind) -> frozenset[str]:
    """The checks that make sense for a kind of question."""
    if kind == QuestionKind.MONTH:
        return ABOUT_NUMBERS | {"not_in_future"}
    if kind == QuestionKind.NUMBER:
        return ABOUT_NUMBERS | {"whole_number"}
    if kind in NUMERIC:
        return ABOUT_NUMBERS
    if kind in CHOICES:
        return frozenset(COUNTS)
    return frozenset({"letters_at_least"}) if kind in WRITTEN else frozenset()


def failing(question: Question, answer: Answer, earlier: Mapping[str, Answer], *, day: date) -> str:
    """The words of the first check that this answer does not pass; empty when all is well."""
    if not answer.given:
        return ""
    return next((check.words for check in question.validation if not passes(check, answer, earlier, day)), "")


def no_longer_fitting(
    asked: Iterable[Question], answers: Mapping[str, Answer], *, day: date
) -> Iterator[tuple[Question, str]]:
    """Each question whose answer was compared with an earlier one that has changed since, and the words for it."""
    for question in asked:
        compared = question.id in answers and any(check.question for check in question.validation)
        if compared and (words := failing(question, answers[question.id], answers, day=day)):
            yield question, words


def passes(check: Check, answer: Answer, earlier: Mapping[str, Answer], day: date) -> bool:
    if check.op in COUNTS:
        return bool(COUNTS[check.op](len(answer.chosen), check.value))
    if check.op == "letters_at_least":
        return len(answer.words.strip()) >= check.value
    if check.op == "not_in_future":
        return at_most(answer, month_number(day.year, day.month))
    if check.op == "whole_number":
        return True  # what is no whole number is no answer yet: the field says these words
    if check.question:
        other = earlier.get(check.question)
        return other is None or other.number is None or COMPARED[check.op](answer, other.number)
    return ABOUT_ONE[check.op](answer, check.value)


def words_for_no_number(question: Question) -> Any:
    """What the survey's maker says to somebody who wrote no whole number; None for our own words."""
    return next((check.words for check in question.validation if check.op == "whole_number"), None)
