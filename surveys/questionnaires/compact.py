"""Answers as one short row of numbers, by the question's position in its version.

None      not asked
-1 -2 -3  skipped, would rather not say, does not apply
single    the option's place, from 1
several   a bit for each option: the first is 1, the second 2, the third 4
scale     the number itself
text      1: there are words, which are kept sealed and elsewhere
"""

from collections.abc import Iterator, Mapping, Sequence

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Definition, Question

Compact = list[int | None]
MOST_OPTIONS = 30
"""A mask of 30 bits fits PostgreSQL's integer."""
SILENCES = {NoAnswer.SKIPPED: -1, NoAnswer.NOT_SAID: -2, NoAnswer.NOT_APPLICABLE: -3}
SILENCE_OF = {code: silence for silence, code in SILENCES.items()}
WRITTEN = 1
ANYBODY = 0
"""In a tally of a question with several answers each: the people who answered it at all."""


def code(question: Question, answer: Answer) -> int:
    """The number that stands for this answer."""
    if not answer.given:
        return SILENCES[answer.silence or NoAnswer.SKIPPED]
    places = [place for place, option in enumerate(question.options) if option.id in answer.chosen]
    match question.kind:
        case QuestionKind.SINGLE:
            return places[0] + 1
        case QuestionKind.SEVERAL:
            return sum(1 << place for place in places)
        case QuestionKind.SCALE:
            return int(answer.number or 0)
    return WRITTEN


def pack(definition: Definition, answers: Mapping[str, Answer]) -> Compact:
    """The whole row; questions without an entry were not asked."""
    return [
        code(question, answers[question.id]) if question.id in answers else None for question in definition.questions
    ]


def answer_from(question: Question, number: int | None) -> Answer | None:
    """What the number stands for; None when the question was not asked. Words are not in it."""
    if number is None:
        return None
    if number in SILENCE_OF:
        return Answer(silence=SILENCE_OF[number])
    match question.kind:
        case QuestionKind.SINGLE:
            return Answer(chosen=(question.options[number - 1].id,))
        case QuestionKind.SEVERAL:
            ticked = [option.id for place, option in enumerate(question.options) if number >> place & 1]
            return Answer(chosen=tuple(ticked))
        case QuestionKind.SCALE:
            return Answer(number=number)
    return Answer()


def tallies(definition: Definition, row: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """(position, code) for each thing to be counted once in this row; a tick box counts by its option's place."""
    for question, number in zip(definition.questions, row, strict=True):
        if number is None:
            continue
        if question.kind == QuestionKind.SEVERAL and number >= 0:
            yield question.position, ANYBODY
            yield from ((question.position, place + 1) for place in range(len(question.options)) if number >> place & 1)
        else:
            yield question.position, number
