"""Answers as they are typed from paper: the codes that stand beside the boxes of the printed form.

one of several       the code of the box: 2
as many as fit       the codes of all ticked boxes: 1 4 8
scale, number        the number
each from 1 to 5     one digit for each row in order, - for a row that was left out: 3 5 - 2
order                the codes in the order of their rank, the first choice first: 3 1 2
month                3 2025
r, n, nothing        would rather not say, does not apply, skipped
"""

import re
from collections.abc import Callable, Iterable

from surveys.questionnaires.answers import SKIPPED, Answer, month_number
from surveys.questionnaires.choices import ONE_OF, SEALED, NoAnswer, QuestionKind
from surveys.questionnaires.compact import MOST_NUMBER
from surveys.questionnaires.definitions import Question

SILENT = {"r": NoAnswer.NOT_SAID, "n": NoAnswer.NOT_APPLICABLE, "-": NoAnswer.SKIPPED}
HOW: dict[str, str] = {
    QuestionKind.SEVERAL: "All codes that are ticked, with spaces",
    QuestionKind.MATRIX: "One digit for each row, - for a row left out",
    QuestionKind.RANKING: "Codes in order, first choice first",
    QuestionKind.MONTH: "Month and year, like 3 2025",
    QuestionKind.NUMBER: "A whole number",
}
PIECES, YEARS = re.compile(r"[\s,;./]+"), range(1900, 2101)


class NotACode(ValueError):
    """What was typed stands for nothing on this form; the message says what does."""


def codes_of(question: Question) -> list[tuple[int, str]]:
    """(code, words) for each box: its place; of several, a power of two, as in the data."""
    doubled = question.kind == QuestionKind.SEVERAL
    return [(1 << place if doubled else place + 1, one.text) for place, one in enumerate(question.options)]


def read(question: Question, typed: str) -> Answer:
    """The answer that was typed. Raises `NotACode`. Words are not read here."""
    typed = typed.strip().lower()
    if not typed:
        return SKIPPED
    if typed in SILENT:
        return silent(question, SILENT[typed])
    reader = READERS.get(question.kind)
    return reader(question, typed) if reader else one_of(question, typed)


def silent(question: Question, silence: NoAnswer) -> Answer:
    if silence != NoAnswer.SKIPPED and silence not in question.silences:
        raise NotACode(f"“{silence.label}” is not offered at this question")
    return Answer(silence=silence)


def whole(piece: str) -> int:
    return int(piece) if piece.isascii() and piece.isdigit() and len(piece) < 12 else -1


def ids_of(question: Question, pieces: Iterable[str]) -> list[str]:
    """The options with these codes."""
    ids = {code: option.id for (code, _), option in zip(codes_of(question), question.options, strict=True)}
    found = []
    for piece in pieces:
        if whole(piece) not in ids:
            raise NotACode(f"“{piece[:12]}” is no code here. The codes are {', '.join(map(str, ids))}")
        found.append(ids[whole(piece)])
    if len(set(found)) < len(found):
        raise NotACode("A code stands here twice")
    if not found:
        raise NotACode("Type a code, or leave it empty")
    return found


def pieces_of(typed: str) -> list[str]:
    return [piece for piece in PIECES.split(typed) if piece]


def one_of(question: Question, typed: str) -> Answer:
    found = ids_of(question, pieces_of(typed))
    if len(found) != 1:
        raise NotACode("Type one code")
    return Answer(chosen=(found[0],))


def several(question: Question, typed: str) -> Answer:
    found = set(ids_of(question, pieces_of(typed)))
    return Answer(chosen=tuple(option.id for option in question.options if option.id in found))


def ranking(question: Question, typed: str) -> Answer:
    return Answer(chosen=tuple(ids_of(question, pieces_of(typed))))


def scale(question: Question, typed: str) -> Answer:
    number = whole(typed)
    if number not in question.numbers:
        raise NotACode(f"Type a number from {question.numbers[0]} to {question.numbers[-1]}")
    return Answer(number=number)


def number(question: Question, typed: str) -> Answer:
    found = whole(typed.replace(",", ""))
    if not 0 <= found <= MOST_NUMBER:
        raise NotACode(f"Type a whole number from 0 to {MOST_NUMBER:,}")
    return Answer(number=found)


def matrix(question: Question, typed: str) -> Answer:
    digits = "".join(pieces_of(typed))
    if len(digits) != len(question.options) or set(digits) - set("12345-"):
        raise NotACode(f"Type {len(question.options)} digits from 1 to 5, one for each row, - for a row left out")
    rows = [(row.id, int(digit)) for row, digit in zip(question.options, digits, strict=True) if digit != "-"]
    return Answer(rows=tuple(rows)) if rows else SKIPPED


def month(question: Question, typed: str) -> Answer:
    numbers = [whole(piece) for piece in pieces_of(typed)]
    if len(numbers) != 2 or numbers[0] not in range(1, 13) or numbers[1] not in YEARS:
        raise NotACode("Type the month and the year, like 3 2025")
    return Answer(number=month_number(numbers[1], numbers[0]))


READERS: dict[str, Callable[[Question, str], Answer]] = {
    **dict.fromkeys(ONE_OF, one_of),
    QuestionKind.SEVERAL: several,
    QuestionKind.RANKING: ranking,
    QuestionKind.SCALE: scale,
    QuestionKind.NUMBER: number,
    QuestionKind.MATRIX: matrix,
    QuestionKind.MONTH: month,
}


def in_words(question: Question) -> bool:
    """Whether people write here in their own words. Who would speak on a screen writes on paper."""
    return question.kind in SEALED


def asks(question: Question) -> bool:
    return question.kind != QuestionKind.STATEMENT
