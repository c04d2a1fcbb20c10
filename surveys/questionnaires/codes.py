"""The answers of a trial run in the address: one number for each question, a dot between them. Nothing is stored.

Numbers are those of `compact.py`; nothing stands where nothing was answered yet. Words are not kept."""

from collections.abc import Mapping

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import SEALED, QuestionKind
from surveys.questionnaires.compact import answer_from, code, pack
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.labels import closed_words
from surveys.questionnaires.logic import questions_in

LONGEST_NUMBER = 10
WROTE = Answer(words="…")


def code_of(definition: Definition, answers: Mapping[str, Answer]) -> str:
    return ".".join("" if number is None else str(number) for number in pack(definition, answers))


def answers_in(definition: Definition, text: str) -> dict[str, Answer]:
    """The answers that an address holds; what no answer of the question has as its number is left out."""
    parts = text.split(".")[: len(definition.questions)]
    found = ((question, read(question, part)) for question, part in zip(definition.questions, parts, strict=False))
    return {question.id: answer for question, answer in found if answer is not None}


def read(question: Question, part: str) -> Answer | None:
    digits = part.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        return None
    number = int(part)
    if question.kind == QuestionKind.SCALE and number > question.high:
        return None
    if question.kind in SEALED and number == 1:
        return WROTE
    try:
        answer = answer_from(question, number)
        return answer if answer is not None and code(question, answer) == number else None
    except (LookupError, ValueError):
        return None


def words_along(definition: Definition, answers: Mapping[str, Answer]) -> list[tuple[Question, str]]:
    """The answers that steer, in words; questions that were merely passed are left out."""
    looked_at = steering(definition)
    return [
        (question, answer_words(question, answers[question.id]))
        for question in definition.questions
        if question.id in answers and question.id in looked_at
    ]


def steering(definition: Definition) -> frozenset[str]:
    """The questions that some rule looks at."""
    return frozenset(id_ for question in definition.questions for id_ in questions_in(question.show_when))


def answer_words(question: Question, answer: Answer) -> str:
    if not answer.given:
        return str(answer.silence.label) if answer.silence else "not answered"
    return "something in their own words" if question.kind in SEALED else closed_words(question, answer)
