"""Every way through a survey, as far as rules make a difference.

Of a question that a rule looks at, one answer is tried for each outcome of those rules; of the others one answer is
enough. Answers are finite, so what no tried answer reaches, nobody reaches, unless the search had to stop early
(`whole` is then false)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, Final

from surveys.questionnaires.answers import SKIPPED, Answer, month_number
from surveys.questionnaires.choices import NUMERIC, ONE_OF, NoAnswer, QuestionKind
from surveys.questionnaires.compact import MOST_NUMBER
from surveys.questionnaires.definitions import Definition, Question, Rule
from surveys.questionnaires.logic import ABOUT_NUMBERS, holds, number_of, questions_in

MOST_WAYS: Final = 2000
MOST_TICKS: Final = 6
"""Of a question with many options, so many that rules look at are tried in every combination."""
MOST_MARKED: Final = 3
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Months that a page takes."""


@dataclass(frozen=True)
class Way:
    """A way through: the questions that are asked, and answers that lead there."""

    asked: tuple[str, ...] = ()
    answers: dict[str, Answer] = field(default_factory=dict)
    fewest: int = 0
    most: int = 0


@dataclass(frozen=True)
class Ways:
    """What the search found. `fewest` and `most` count questions; `whole` says that nothing was left out."""

    ways: tuple[Way, ...]
    reached: frozenset[str]
    fewest: int
    most: int
    whole: bool


def ways_through(definition: Definition, *, limit: int = MOST_WAYS) -> Ways:
    """Every different sequence of questions, each with one set of answers that leads there."""
    return search(definition, each_sequence=True, limit=limit)


def reach(definition: Definition, *, limit: int = MOST_WAYS) -> Ways:
    """Which questions anybody can come to, and how few and how many one is asked. Cheaper: sequences are not kept."""
    return search(definition, each_sequence=False, limit=limit)


def search(definition: Definition, *, each_sequence: bool, limit: int) -> Ways:
    tries = {question.id: representatives(question, definition) for question in definition.questions}
    ways, reached, whole = [Way()], set[str](), all(exact for _, exact in tries.values())
    for place, question in enumerate(definition.questions):
        later = looked_at_after(definition, place)
        merged: dict[Any, Way] = {}
        for way in ways:
            steps = list(onward(question, way, tries[question.id][0]))
            reached |= {question.id} if len(steps[0].asked) > len(way.asked) else set()
            for step in steps:
                merge(merged, step, tries, later, each_sequence)
        ways, whole = list(merged.values())[:limit], whole and len(merged) <= limit
    counts = [(way.fewest, way.most) for way in ways]
    fewest, most = min(low for low, _ in counts), max(high for _, high in counts)
    return Ways(tuple(ways), frozenset(reached), fewest, most, whole)


def onward(question: Question, way: Way, tries: Sequence[Answer]) -> Iterator[Way]:
    """The way past this question: unchanged if it is not asked, else once for each answer that matters."""
    if not holds(question.show_when, way.answers):
        yield way
        return
    for answer in tries:
        answers = {**way.answers, question.id: answer}
        yield Way((*way.asked, question.id), answers, way.fewest + 1, way.most + 1)


def merge(merged: dict[Any, Way], way: Way, tries: Any, later: frozenset[str], each_sequence: bool) -> None:
    """Keep one way of those that the rest of the survey cannot tell apart."""
    told = tuple(str(way.answers.get(id_)) for id_ in sorted(later))
    key = (way.asked, told) if each_sequence else told
    if known := merged.get(key):
        way = Way(known.asked, known.answers, min(known.fewest, way.fewest), max(known.most, way.most))
    merged[key] = way


def looked_at_after(definition: Definition, place: int) -> frozenset[str]:
    """The questions that some rule after this place looks at."""
    rules = (question.show_when for question in definition.questions[place + 1 :])
    return frozenset(id_ for rule in rules for id_ in questions_in(rule))


def atoms(rule: Rule | None) -> Iterator[Rule]:
    """The single conditions within a rule."""
    if rule is None:
        return
    if "of" in rule:
        for part in rule["of"]:
            yield from atoms(part)
    else:
        yield rule


def representatives(question: Question, definition: Definition) -> tuple[list[Answer], bool]:
    """One answer for each outcome of the rules that look at this question, and whether that is every outcome."""
    about = [a for other in definition.questions for a in atoms(other.show_when) if a["question"] == question.id]
    if not about:
        return [SKIPPED], True
    answers, exact = candidates(question, about)
    silent = [Answer(silence=NoAnswer(one)) for one in ("skipped", *question.silences)]
    found: dict[tuple[bool, ...], Answer] = {}
    for answer in [*answers, *silent]:
        found.setdefault(tuple(holds(atom, {question.id: answer}) for atom in about), answer)
    return list(found.values()), exact


def candidates(question: Question, about: Sequence[Rule]) -> tuple[Iterable[Answer], bool]:
    """Answers among which every outcome of these conditions is found; false when there are too many."""
    match question.kind:
        case kind if kind in ONE_OF:
            return [Answer(chosen=(option.id,)) for option in question.options], True
        case QuestionKind.SEVERAL | QuestionKind.RANKING:
            return ticks(question, about)
        case QuestionKind.MATRIX:
            return marks(question, about)
        case kind if kind in NUMERIC:
            return [Answer(number=number) for number in numbers_near(question, about)], True
    return [Answer(words="…")], True


def named_in(about: Sequence[Rule]) -> set[Any]:
    """Every single value that the conditions name."""
    lists = (atom["value"] if isinstance(atom["value"], list) else [atom["value"]] for atom in about)
    return {value for values in lists for value in values}


def ticks(question: Question, about: Sequence[Rule]) -> tuple[Iterable[Answer], bool]:
    """Every combination of the options that conditions name, with and without another one."""
    values = named_in(about)
    named = [option.id for option in question.options if option.id in values]
    others = [option.id for option in question.options if option.id not in values][:1]
    some = named[:MOST_TICKS]
    sets = [chosen for size in range(len(some) + 1) for chosen in combinations(some, size)]
    with_other = [(*chosen, *others) for chosen in sets if chosen or others]
    return [Answer(chosen=chosen) for chosen in [*with_other, *filter(None, sets)]], len(named) <= MOST_TICKS


def numbers_near(question: Question, about: Sequence[Rule]) -> list[int]:
    """All steps of a scale; of other numbers those on and beside each that a condition names."""
    if question.kind == QuestionKind.SCALE:
        return list(question.numbers)
    low, high = limits_of(question)
    named = {number_of(atom_value) for atom in about if atom["op"] in ABOUT_NUMBERS for atom_value in named_in([atom])}
    near = {number + step for number in named for step in (-1, 0, 1)} | {low, high}
    return sorted(number for number in near if low <= number <= high)


def limits_of(question: Question) -> tuple[int, int]:
    if question.kind == QuestionKind.MONTH:
        return month_number(FIRST_YEAR, 1), month_number(LAST_YEAR, 12)
    return 0, MOST_NUMBER


def marks(question: Question, about: Sequence[Rule]) -> tuple[Iterable[Answer], bool]:
    """Every combination of marks of the rows that conditions name, with another row marked so that all may be left."""
    named = list(dict.fromkeys(atom["row"] for atom in about if "row" in atom))
    others = [(option.id, 1) for option in question.options if option.id not in named][:1]
    some = named[:MOST_MARKED]
    sets = product(*([None, *question.numbers] for _ in some))
    rows = [[(row, mark) for row, mark in zip(some, one, strict=True) if mark] + others for one in sets]
    return [Answer(rows=tuple(row)) for row in rows if row], len(named) <= MOST_MARKED
