"""What must be right before a survey is published. Each problem is a sentence for the person who wrote it."""

import re
from collections.abc import Iterator
from typing import Any

from surveys.questionnaires.choices import Consent, NoAnswer, QuestionKind
from surveys.questionnaires.compact import MOST_OPTIONS
from surveys.questionnaires.definitions import Definition, DefinitionError, Question, parse
from surveys.questionnaires.logic import ABOUT_MANY, ABOUT_ONE, DEEPEST, OPERATORS, questions_in
from surveys.questionnaires.wording import telling_words

ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
LONGEST_SCALE = 11
MOST_QUESTIONS = 60
LONGEST_TEXT = 20_000


def problems(raw: dict[str, Any], *, slug: str) -> list[str]:
    """Every reason why this definition cannot be published; none when it can."""
    try:
        definition = parse(raw)
    except DefinitionError as error:
        return [str(error)]
    return [*of_the_whole(definition, slug), *(p for q in definition.questions for p in of_question(definition, q))]


def of_the_whole(definition: Definition, slug: str) -> Iterator[str]:
    for place, text in (("title", definition.title), ("address", slug)):
        if words := telling_words(text):
            yield f"The {place} can be seen by others, so it must not say: {', '.join(words)}."
    if not 1 <= len(definition.questions) <= MOST_QUESTIONS:
        yield f"A survey has 1 to {MOST_QUESTIONS} questions."
    if len(definition.by_id) != len(definition.questions):
        yield "Two questions have the same id."
    if not isinstance(definition.minutes, int) or not 1 <= definition.minutes <= 60:
        yield "Say how many minutes it takes, from 1 to 60."
    if strange := set(definition.consents) - set(Consent):
        yield f"Unknown consents: {', '.join(sorted(map(str, strange)))}."
    if not all((definition.title, definition.readers, definition.purpose)):
        yield "People must be told the title, who reads it and what happens with it."


def of_question(definition: Definition, question: Question) -> Iterator[str]:
    where = f"Question {question.position + 1}"
    if not ID.match(question.id):
        yield f"{where}: its id must be small letters, numbers and _, beginning with a letter."
    if not question.text.strip():
        yield f"{where} has no words."
    if question.section and not definition.section_of(question):
        yield f"{where} names the section {question.section}, which does not exist."
    if set(question.silences) - set(NoAnswer):
        yield f"{where} names an unknown way of not answering."
    yield from (f"{where}: {problem}" for problem in of_kind(question))
    broken = list(of_rule(definition, question, question.show_when))
    yield from (f"{where}: {problem}" for problem in broken or of_order(definition, question))


def of_kind(question: Question) -> Iterator[str]:
    ids = [option.id for option in question.options]
    if question.kind in (QuestionKind.SINGLE, QuestionKind.SEVERAL):
        if not 2 <= len(ids) <= MOST_OPTIONS:
            yield f"it needs 2 to {MOST_OPTIONS} options."
        if len(set(ids)) != len(ids) or not all(ID.match(id_) for id_ in ids):
            yield "each option needs an id of its own, in small letters, numbers and _."
    elif ids:
        yield "this kind has no options."
    if question.kind == QuestionKind.SCALE and not (
        0 <= question.low < question.high and len(question.numbers) <= LONGEST_SCALE
    ):
        yield f"a scale goes upwards from 0 or more, with at most {LONGEST_SCALE} steps."
    if question.kind == QuestionKind.TEXT and not 1 <= question.max_length <= LONGEST_TEXT:
        yield f"its longest text must be 1 to {LONGEST_TEXT:,} letters."


def of_rule(definition: Definition, question: Question, rule: Any, depth: int = 1) -> Iterator[str]:
    if rule is None:
        return
    if not isinstance(rule, dict) or rule.get("op") not in OPERATORS:
        yield "its rule uses something that is not an operator."
    elif depth > DEEPEST:
        yield f"its rule is nested more than {DEEPEST} deep."
    elif rule["op"] in ABOUT_MANY:
        if set(rule) != {"op", "of"} or not isinstance(rule["of"], list) or not rule["of"]:
            yield f"“{rule['op']}” needs a list of rules."
        else:
            for part in rule["of"]:
                yield from of_rule(definition, question, part, depth + 1)
    elif set(rule) != {"op", "question", "value"} or rule["op"] not in ABOUT_ONE:
        yield f"“{rule['op']}” needs a question and a value."
    else:
        yield from of_reference(definition, rule)


def of_reference(definition: Definition, rule: dict[str, Any]) -> Iterator[str]:
    other = definition.by_id.get(rule["question"]) if isinstance(rule["question"], str) else None
    if other is None:
        yield f"its rule looks at {rule['question']}, which does not exist."
    elif rule["op"] in ("is", "includes") and not other.option(rule["value"]):
        yield f"its rule looks for the option {rule['value']} of {other.id}, which does not exist."
    elif rule["op"] in ("at_least", "at_most") and (
        other.kind != QuestionKind.SCALE or type(rule["value"]) is not int or rule["value"] not in other.numbers
    ):
        yield f"its rule compares {other.id} with {rule['value']}, which is not on a scale there."


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
    except (KeyError, TypeError, AttributeError):
        return []
    return [id_ for id_ in looked_at if isinstance(id_, str)]
