"""A survey as questions on paper: the same names and codes as in the data, and in words whom each question is for."""

from dataclasses import dataclass, replace
from typing import Final

from surveys.questionnaires.choices import ONE_OF, WRITTEN, NoAnswer, QuestionKind
from surveys.questionnaires.comparing import shown_when
from surveys.questionnaires.definitions import Definition, Option, Question

LINES: Final = {QuestionKind.SHORT: 1, QuestionKind.TEXT: 8, QuestionKind.VOICE: 8}
"""Lines to write on. Who would speak on a screen writes on paper."""
MANY = frozenset({QuestionKind.SEVERAL})


@dataclass(frozen=True)
class OnPaper:
    """One question on paper. `boxes` are (code, words); `only_if` says who answers it."""

    number: int
    question: Question
    section: str
    note: str
    only_if: str
    how: str
    boxes: tuple[tuple[int, Option], ...]
    lines: tuple[int, ...]
    silences: tuple[str, ...]


def paper_questions(definition: Definition) -> list[OnPaper]:
    spoken = numbered(definition)
    return [on_paper(definition, spoken, question) for question in definition.questions]


def numbered(definition: Definition) -> Definition:
    """The same with “question 3” in place of its words, as one speaks of a question on paper."""
    questions = tuple(replace(one, text=f"Question {one.position + 1}") for one in definition.questions)
    return replace(definition, questions=questions, by_id={one.id: one for one in questions})


def on_paper(definition: Definition, spoken: Definition, question: Question) -> OnPaper:
    opened = opens(definition, question)
    section = definition.section_of(question) if opened else None
    rule = shown_when(spoken, question.show_when)
    return OnPaper(
        number=question.position + 1,
        question=question,
        section=section.title if section else "",
        note=section.note if section else "",
        only_if=rule.replace("Shown when", "Answer this only if", 1) if rule else "",
        how=how_to(question),
        boxes=boxes(question),
        lines=tuple(range(LINES.get(question.kind, 0))),
        silences=tuple(NoAnswer(one).label for one in question.silences if one != NoAnswer.SKIPPED),
    )


def opens(definition: Definition, question: Question) -> bool:
    """Whether this is the first question of its section."""
    return next(one for one in definition.questions if one.section == question.section) is question


def how_to(question: Question) -> str:
    """What to do with the pen."""
    match question.kind:
        case kind if kind in ONE_OF:
            return "Tick one box."
        case QuestionKind.SEVERAL:
            return "Tick all that fit."
        case QuestionKind.SCALE:
            return "Circle one number."
        case QuestionKind.MATRIX:
            return "Circle one number in each row."
        case QuestionKind.RANKING:
            return "Write 1 beside the most important, 2 beside the next, and so on."
        case QuestionKind.NUMBER:
            return "Write a number."
        case QuestionKind.MONTH:
            return "Write the month and the year."
    return "Write as much or as little as you like." if question.kind in WRITTEN else ""


def boxes(question: Question) -> tuple[tuple[int, Option], ...]:
    """The options with the code that stands for each in the data: its place; of several, a power of two."""
    doubled = question.kind in MANY
    return tuple((1 << place if doubled else place + 1, option) for place, option in enumerate(question.options))
