"""What must be right with the rules by which questions are shown."""

import re
from collections.abc import Iterator
from typing import Any

from surveys.questionnaires.choices import OF_THE_OFFICE, NoAnswer, QuestionKind
from surveys.questionnaires.compact import MOST_NUMBER
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.logic import (
    ABOUT_MANY,
    ABOUT_NUMBERS,
    ABOUT_ONE,
    ABOUT_OPTIONS,
    DEEPEST,
    OPERATORS,
    WITH_A_LIST,
    operators_for,
    questions_in,
)

MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])\Z", re.ASCII)
NEEDS = {"question", "value"}


def of_rule(definition: Definition, rule: Any, depth: int = 1) -> Iterator[str]:
    if rule is None:
        return
    if not isinstance(rule, dict) or not isinstance(rule.get("op"), str) or rule["op"] not in OPERATORS:
        yield "its rule uses something that is not an operator."
    elif depth > DEEPEST:
        yield f"its rule is nested more than {DEEPEST} deep."
    elif rule["op"] in ABOUT_MANY:
        if set(rule) != {"op", "of"} or not isinstance(rule["of"], list) or not rule["of"]:
            yield f"“{rule['op']}” needs a list of rules."
        else:
            for part in rule["of"]:
                yield from of_rule(definition, part, depth + 1)
    elif set(rule) - {"row"} != {"op", *NEEDS} or rule["op"] not in ABOUT_ONE:
        yield f"“{rule['op']}” needs a question and a value."
    else:
        yield from of_reference(definition, rule)


def of_reference(definition: Definition, rule: dict[str, Any]) -> Iterator[str]:
    other = definition.by_id.get(rule["question"]) if isinstance(rule["question"], str) else None
    if other is None:
        yield f"its rule looks at {rule['question']}, which does not exist."
    elif rule["op"] in ABOUT_NUMBERS and rule["op"] not in operators_for(other.kind):
        yield f"its rule compares {other.id} with {rule['value']}, which is not on a scale there."
    elif rule["op"] not in operators_for(other.kind):
        yield f"its rule asks “{rule['op']}” of {other.id}, which has no options to look for."
    else:
        yield from of_row(other, rule)
        yield from of_value(other, rule)


def of_row(other: Question, rule: dict[str, Any]) -> Iterator[str]:
    """Only a matrix has rows, and a number is compared with one of them."""
    if other.kind != QuestionKind.MATRIX:
        if "row" in rule:
            yield f"its rule looks at a row of {other.id}, which has none."
    elif (rule["op"] in ABOUT_NUMBERS or "row" in rule) and not other.option(rule.get("row", "")):
        yield f"its rule must say which row of {other.id} it looks at."


def of_value(other: Question, rule: dict[str, Any]) -> Iterator[str]:
    op, value = rule["op"], rule["value"]
    if op in ABOUT_OPTIONS:
        yield from of_option(other, op, value)
    elif op == "between":
        if not isinstance(value, list) or len(value) != 2 or not all(fits(other, end) for end in value):
            yield f"its rule compares {other.id} with {value}, which are not two values of its kind."
        elif value[0] > value[1]:
            yield f"its rule looks for {other.id} between {value[0]} and {value[1]}, which is backwards."
    elif op in ABOUT_NUMBERS and not fits(other, value):
        yield f"its rule compares {other.id} with {value}, which is not on a scale there."
    elif op == "answered" and type(value) is not bool:
        yield "“answered” is true or false."
    elif op == "was_silent" and value not in NoAnswer.values:
        yield "its rule names an unknown way of not answering."


def of_option(other: Question, op: str, value: Any) -> Iterator[str]:
    if op in WITH_A_LIST and (not isinstance(value, list) or not value):
        yield f"“{op}” needs a list of options."
        return
    if other.kind in OF_THE_OFFICE and not other.options:
        return  # the office's facts are taken in at publication, and looked at then
    for id_ in value if op in WITH_A_LIST else [value]:
        if not other.option(id_):
            yield f"its rule looks for the option {id_} of {other.id}, which does not exist."


def fits(other: Question, value: Any) -> bool:
    """Whether the question could have this answer."""
    if other.kind == QuestionKind.MONTH:
        return isinstance(value, str) and bool(MONTH.match(value))
    if other.kind == QuestionKind.NUMBER:
        return type(value) is int and 0 <= value <= MOST_NUMBER
    return type(value) is int and value in other.numbers


def of_order(definition: Definition, question: Question) -> Iterator[str]:
    """A rule may only look back: then there can be no loop, and one walk gives the path."""
    for other in filter(None, map(definition.by_id.get, questions_in(question.show_when))):
        if other.id in reached_from(definition, question.id) and question.id in reached_from(definition, other.id):
            yield f"its rule goes round in a loop with {other.id}."
        elif other.position >= question.position:
            yield f"its rule looks at {other.id}, which comes later."


def reached_from(definition: Definition, start: str) -> set[str]:
    """The questions on which this one depends, near and far."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        question = definition.by_id.get(waiting.pop())
        for id_ in questions_of(question):
            if id_ not in found:
                found.add(id_)
                waiting.append(id_)
    return found


def questions_of(question: Question | None) -> list[str]:
    """What its rule looks at; nothing where the rule is of no shape, which is said at that question."""
    try:
        looked_at = questions_in(question.show_when) if question else []
    except (KeyError, TypeError, AttributeError, RecursionError):
        return []
    return [id_ for id_ in looked_at if isinstance(id_, str)]
