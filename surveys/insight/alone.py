"""Tables of one question for everybody, from the counters: what a page of results begins with.

Each is safe by itself and goes out always. The ledger holds every other table against them, so each comes with
itself in the ledger's form."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from derbyvoice.lib.suppression import Figure, FigureTable, Protection, protect_counts
from derbyvoice.lib.worlds import ALL, EVERYBODY, Axis, Release, Value
from surveys.insight.subjects import NO_ANSWER, By, Part, Subject, place_in_row
from surveys.questionnaires.choices import NoAnswer, QuestionKind
from surveys.questionnaires.compact import ANYBODY, RANK_BITS, ROW_BITS, SILENCES, STEPS
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.labels import PLACES, labels_of

SILENT = tuple(SILENCES[silence] for silence in NoAnswer)


@dataclass(frozen=True)
class Alone:
    """One question's table, or None for what has none; and what the ledger must know of it."""

    question: Question
    table: FigureTable | None
    known: tuple[Release, ...]
    answers: tuple[int, ...]
    """An answer of each kind that can be given, whether somebody gave it or not."""


@dataclass(frozen=True)
class Frame:
    """Whose figures they are: so many people, at this stand, protected in this way."""

    people: int
    stand: int
    protection: Protection

    def known(self, axis: Axis, counts: Sequence[int], shown: Sequence[Figure]) -> Release:
        """A column of a table in the ledger's form; who is in none of its places comes last."""
        whole = [*counts, max(self.people - sum(counts), 0)][: axis.size]
        hidden = {place for place in range(axis.size) if place >= len(shown) or shown[place].hidden}
        seats = {(place, j) for place in hidden for j in (0, ALL)} | {(ALL, 0), (ALL, ALL)}
        rows = tuple((number,) for number in whole)
        return Release(axis, EVERYBODY, (), rows, frozenset(seats), self.protection.limit, self.stand)


def alone(question: Question, subjects: Sequence[Subject], counts: Counter[int], frame: Frame) -> Alone:
    """The table of a question; `subjects` are what it can be tabulated by."""
    match question.kind:
        case QuestionKind.STATEMENT:
            return Alone(question, None, (), ())
        case QuestionKind.SEVERAL:
            return of_ticks(question, subjects[0], counts, frame)
        case QuestionKind.MATRIX | QuestionKind.RANKING:
            return of_rows(question, counts, frame)
        case QuestionKind.NUMBER | QuestionKind.MONTH:
            return of_bands(question, subjects[0], counts, frame)
    codes = codes_of(question)
    numbers = {label: counts[code] for code, label in codes.items()}
    table = protect_counts(numbers, caption=question.text, protection=frame.protection)
    axis = Axis(question.position, By(place_among, tuple(codes)), len(codes) + 1)
    return Alone(question, table, (frame.known(axis, list(numbers.values()), column(table)),), tuple(codes))


def codes_of(question: Question) -> dict[int, str]:
    """What is counted of a question with one answer, and what each code means; the three silences last."""
    given = {code: words for words, (code,) in labels_of(question).items()}
    return {**given, **{SILENCES[silence]: silence.label for silence in NoAnswer}}


def place_among(codes: Sequence[int], value: Value) -> int:
    return codes.index(value) if value in codes else len(codes)


def of_bands(question: Question, subject: Subject, counts: Counter[int], frame: Frame) -> Alone:
    """Numbers and months, put together into bands."""
    part = subject.parts[0]
    found = Counter[int]()
    for code, number in counts.items():
        if code >= 0:
            found[part.axis.place(code)] += number
    numbers = {label: found[place] for place, label in enumerate(subject.choices)}
    silent = {silence.label: counts[SILENCES[silence]] for silence in NoAnswer}
    table = protect_counts({**numbers, **silent}, caption=question.text, protection=frame.protection)
    return Alone(
        question,
        table,
        (frame.known(part.axis, list(numbers.values()), column(table)[: len(numbers)]),),
        (*starts_of(part), *SILENT),
    )


def starts_of(part: Part) -> tuple[int, ...]:
    """Where the bands of a subject begin."""
    assert isinstance(part.axis.place, By)
    starts: tuple[int, ...] = part.axis.place.facts[0]
    return starts


def column(table: FigureTable) -> list[Figure]:
    return [cells[0] for cells in table.cells]


def of_ticks(question: Question, subject: Subject, counts: Counter[int], frame: Frame) -> Alone:
    """As many as fit: each answer by itself, beside the people who answered."""
    ticks = {label: counts[place] for place, label in enumerate(subject.choices, start=1)}
    silent = {silence.label: counts[SILENCES[silence]] for silence in NoAnswer}
    people = counts[ANYBODY] + sum(silent.values())
    table = protect_counts(
        {**ticks, **silent}, caption=question.text, protection=frame.protection, exclusive=False, respondents=people
    )
    known = [
        frame.known(part.axis, [number, counts[ANYBODY] - number], [column(table)[place]])
        for place, (part, number) in enumerate(zip(subject.parts, ticks.values(), strict=True))
    ]
    ticked = tuple(1 << place for place in range(len(ticks)))
    return Alone(question, table, tuple(known), (0, *ticked, *SILENT))


def of_rows(question: Question, counts: Counter[int], frame: Frame) -> Alone:
    """A table within a question: the rows of a matrix by value, or the options of a ranking by rank.

    Each row is a table of its own, since everybody stands once in each."""
    matrix = question.kind == QuestionKind.MATRIX
    values = list(question.numbers) if matrix else list(range(1, len(question.options) + 1))
    labels = [str(value) if matrix else PLACES[value - 1] for value in values]
    people = counts[ANYBODY] + sum(counts[silence] for silence in SILENT)
    rows, known = [], []
    for place, option in enumerate(question.options):
        numbers = {label: counts[(place + 1) * STEPS + value] for label, value in zip(labels, values, strict=True)}
        numbers[NO_ANSWER] = max(people - sum(numbers.values()), 0)
        row = protect_counts(numbers, caption=option.text, protection=frame.protection)
        rows.append(row)
        axis = Axis(question.position, place_in(question, place), len(values) + 1)
        known.append(frame.known(axis, list(numbers.values()), column(row)))
    table = FigureTable(
        caption=question.text,
        row_labels=tuple(option.text for option in question.options),
        column_labels=(*labels, NO_ANSWER),
        cells=tuple(tuple(cell for (cell,) in row.cells) for row in rows),
        row_totals=tuple(row.total for row in rows if row.total is not None),
        column_totals=(),
        total=None,
        protection=frame.protection,
        total_label="People",
    )
    return Alone(question, table, tuple(known), (0, *given_in(question), *SILENT))


def given_in(question: Question) -> Iterator[int]:
    """Every value of each row of a matrix, by itself; every option of a ranking as the first choice."""
    if question.kind == QuestionKind.RANKING:
        yield from range(1, len(question.options) + 1)
    else:
        yield from (v << ROW_BITS * row for row in range(len(question.options)) for v in question.numbers)


def place_in(question: Question, row: int) -> Callable[[Value], int]:
    if question.kind == QuestionKind.MATRIX:
        return By(place_in_row, row)
    return By(place_of_rank, row, len(question.options))


def place_of_rank(option: int, size: int, value: Value) -> int:
    """The rank that an option was given, from 0; `size` when it was given none."""
    if value is None or value < 0:
        return size
    ranks = (value >> RANK_BITS * rank & (1 << RANK_BITS) - 1 for rank in range(size))
    return next((rank for rank, place in enumerate(ranks) if place == option + 1), size)
