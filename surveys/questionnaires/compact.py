"""Answers as one short row of numbers, by the question's position in its version.

None                       not asked; always for a statement, which asks nothing
-1 -2 -3                   skipped, would rather not say, does not apply
single, district, cohort   the option's place, from 1
several                    a bit for each option: the first is 1, the second 2, the third 4; up to 30 options
scale, number              the number itself, 0 or more
matrix                     three bits for each row: 1 to 5, or 0 for a row that was left out; up to 10 rows
ranking                    four bits for each rank, the first in the lowest: the option's place from 1, or 0 for none;
                           up to 7 options
month                      year * 12 + month - 1
short, text, voice         1: there is something, which is kept sealed and elsewhere

Every number fits PostgreSQL's integer. A tally counts the same codes, but for kinds in which one person is counted
several times: there 0 is everybody who answered at all, several counts the option's place, matrix place of the row * 8
+ value, and ranking place of the option * 8 + rank.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from surveys.questionnaires.answers import SENT, Answer
from surveys.questionnaires.choices import NUMERIC, ONE_OF, NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Definition, Question

Compact = list[int | None]
MOST_OPTIONS: Final = 30
MOST_ROWS: Final = 10
MOST_RANKED: Final = 7
MOST_NUMBER: Final = 999_999
ROW_BITS: Final = 3
RANK_BITS: Final = 4
STEPS: Final = 8
"""Between the codes of one row (or ranked option) in a tally and those of the next."""
SILENCES = {NoAnswer.SKIPPED: -1, NoAnswer.NOT_SAID: -2, NoAnswer.NOT_APPLICABLE: -3}
SILENCE_OF = {code: silence for silence, code in SILENCES.items()}
WRITTEN: Final = 1
ANYBODY: Final = 0
"""In a tally of a question with several answers each: the people who answered it at all."""


def code(question: Question, answer: Answer) -> int | None:
    """The number that stands for this answer."""
    if question.kind == QuestionKind.STATEMENT:
        return None
    if not answer.given:
        return SILENCES[answer.silence or NoAnswer.SKIPPED]
    if question.kind in NUMERIC:
        return int(answer.number or 0)
    place_of = {option.id: place for place, option in enumerate(question.options)}
    match question.kind:
        case kind if kind in ONE_OF:
            return place_of[answer.chosen[0]] + 1
        case QuestionKind.SEVERAL:
            return sum(1 << place_of[id_] for id_ in set(answer.chosen))
        case QuestionKind.MATRIX:
            return sum(value << ROW_BITS * place_of[row] for row, value in answer.rows)
        case QuestionKind.RANKING:
            return sum(place_of[id_] + 1 << RANK_BITS * rank for rank, id_ in enumerate(answer.chosen))
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
    if question.kind in NUMERIC:
        return Answer(number=number)
    options = question.options
    match question.kind:
        case kind if kind in ONE_OF:
            return Answer(chosen=(options[number - 1].id,))
        case QuestionKind.SEVERAL:
            return Answer(chosen=tuple(option.id for place, option in enumerate(options) if number >> place & 1))
        case QuestionKind.MATRIX:
            return Answer(rows=tuple((options[place].id, value) for place, value in rows_in(question, number)))
        case QuestionKind.RANKING:
            return Answer(chosen=tuple(options[place].id for place in ranked_in(question, number)))
    return Answer(recording=SENT) if question.kind == QuestionKind.VOICE else Answer()


def rows_in(question: Question, number: int) -> Iterator[tuple[int, int]]:
    """(place of the row from 0, value) for each row of a matrix that was answered."""
    values = ((place, number >> ROW_BITS * place & 7) for place in range(len(question.options)))
    return ((place, value) for place, value in values if value)


def ranked_in(question: Question, number: int) -> list[int]:
    """Places of the options from 0, the first choice first."""
    places = (number >> RANK_BITS * rank & 15 for rank in range(len(question.options)))
    return [place - 1 for place in places if place]


def tallies(definition: Definition, row: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """(position, code) for each thing to be counted once in this row."""
    for question, number in zip(definition.questions, row, strict=True):
        if number is not None:
            yield from ((question.position, code) for code in counted(question, number))


def counted(question: Question, number: int) -> list[int]:
    """The codes under which one person's answer to one question is counted."""
    if number < 0:
        return [number]
    match question.kind:
        case QuestionKind.SEVERAL:
            return [ANYBODY, *(place + 1 for place in range(len(question.options)) if number >> place & 1)]
        case QuestionKind.MATRIX:
            return [ANYBODY, *((place + 1) * STEPS + value for place, value in rows_in(question, number))]
        case QuestionKind.RANKING:
            ranked = enumerate(ranked_in(question, number), start=1)
            return [ANYBODY, *((place + 1) * STEPS + rank for rank, place in ranked)]
    return [number]
