"""What figures can be about: the closed questions of a version, and how, when and from whom answers came.

A subject sorts people into places. Most sort everybody into exactly one, the last place being for those who gave no
answer or were not asked. A question with several answers has a part for each option, which sorts by that option
alone. The rows of a matrix are subjects of their own; a ranking is sorted by what stands first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

from derbyvoice.lib.releases import Asked
from derbyvoice.lib.worlds import EVERYBODY, Axis, Filter, Value
from surveys.insight.models import Stand
from surveys.questionnaires.choices import CLOSED, ONE_OF, QuestionKind
from surveys.questionnaires.compact import RANK_BITS, ROW_BITS
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.labels import BANDS, band_words, month_words
from surveys.questionnaires.models import Version, definition_of
from surveys.responses.choices import Channel, Teller

NO_ANSWER: Final = "No answer"
SATISFACTION: Final = "satisfaction"
"""What a scale measures whose figures go into monitoring of contracts."""
BANDED_FROM: Final = 6
"""A scale of more steps than this is tabulated in three parts."""
YEARS_BACK: Final = 6
CHANNELS: Final = tuple(Channel)
TELLERS: Final = tuple(Teller)
EXTRA: Final = ("channel", "teller", "month", "wave")
"""Attributes of a person after the answers, in this order; the stand comes last."""


@dataclass(frozen=True)
class Part:
    """One way of sorting within a subject. `shown`: the places that a table has, each with its label."""

    axis: Axis
    shown: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Subject:
    """Something that can stand in the rows or columns of a table, or be filtered by."""

    key: str
    label: str
    attribute: int
    parts: tuple[Part, ...]
    choices: tuple[str, ...]
    question: str = ""

    def filter(self, chosen: frozenset[int]) -> Filter:
        """People with any of the chosen answers."""
        return AnyOf(self, chosen).as_filter()

    @property
    def exclusive(self) -> bool:
        return len(self.parts) == 1


@dataclass(frozen=True)
class AnyOf:
    """A filter's test as a value, so that the same filter is equal to itself."""

    subject: Subject
    chosen: frozenset[int]

    def as_filter(self) -> Filter:
        return Filter(self.subject.attribute, self)

    def __call__(self, value: Value) -> bool:
        if self.subject.exclusive:
            return self.subject.parts[0].axis.place(value) in self.chosen
        return any(self.subject.parts[number].axis.place(value) == 0 for number in self.chosen)


def subject(
    key: str, label: str, attribute: int, labels: Sequence[str], place: Callable[[Value], int], **more: str
) -> Subject:
    """A subject that sorts everybody into one place; what `place` puts beyond the labels is no answer."""
    return sorted_into(key, label, attribute, (*labels, NO_ANSWER), tuple(labels), place, **more)


def known_subject(
    key: str, label: str, attribute: int, labels: Sequence[str], place: Callable[[Value], int]
) -> Subject:
    """A subject that is known of everybody: nobody came by no channel, and everybody who reads a table knows that."""
    return sorted_into(key, label, attribute, labels, tuple(labels), place)


def sorted_into(
    key: str,
    label: str,
    attribute: int,
    places: Sequence[str],
    labels: tuple[str, ...],
    place: Callable[[Value], int],
    **more: str,
) -> Subject:
    shown = tuple(enumerate(places))
    axis = Axis(attribute, place, len(places))
    return Subject(key, label, attribute, (Part(axis, shown),), labels, **more)


# How each kind of answer is sorted


class By:
    """A way of sorting with its facts. Unlike a function made on the spot, it is equal to another that sorts alike."""

    __slots__ = ("facts", "how")

    def __init__(self, how: Callable[..., int], *facts: Any) -> None:
        self.how, self.facts = how, facts

    def __call__(self, value: Value) -> int:
        return self.how(*self.facts, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, By) and (self.how, self.facts) == (other.how, other.facts)

    def __hash__(self) -> int:
        return hash((self.how, self.facts))


def place_of_option(size: int, value: Value) -> int:
    return value - 1 if value is not None and 1 <= value <= size else size


def place_of_number(low: int, size: int, value: Value) -> int:
    return value - low if value is not None and 0 <= value - low < size else size


def place_in_bands(starts: tuple[int, ...], value: Value) -> int:
    """The band of a number; each begins at one of the starts."""
    if value is None or value < starts[0]:
        return len(starts)
    return max(place for place, start in enumerate(starts) if value >= start)


def place_of_tick(bit: int, value: Value) -> int:
    """0 ticked, 1 not ticked, 2 no answer."""
    return 2 if value is None or value < 0 else 1 - (value >> bit & 1)


def place_in_row(row: int, value: Value) -> int:
    given = value >> ROW_BITS * row & 7 if value is not None and value >= 0 else 0
    return given - 1 if given else 5


def place_of_first(size: int, value: Value) -> int:
    first = value & (1 << RANK_BITS) - 1 if value is not None and value >= 0 else 0
    return first - 1 if first else size


def satisfied_from(question: Question) -> int:
    """The first step of a scale from which somebody counts as satisfied: 7 of 0 to 10."""
    return question.low + -(-(question.high - question.low) * 7 // 10)


def bands_of_scale(question: Question) -> tuple[tuple[int, ...], list[str]]:
    """The lower, the middle and the upper part of a scale; the upper is where somebody counts as satisfied."""
    low, high = question.low, question.high
    upper = satisfied_from(question)
    middle = low + -(-(high - low) * 4 // 10)
    names = [f"{low} to {middle - 1}", f"{middle} to {upper - 1}", f"{upper} to {high}"]
    return (low, middle, upper), names


def of_question(question: Question, year: int) -> Iterator[Subject]:
    """What a closed question can be tabulated by; `year` is when it was published."""
    key, texts = f"q-{question.id}", [option.text for option in question.options]
    make = partial(subject, attribute=question.position, question=question.id)
    if question.measures == SATISFACTION:
        starts = (question.low, satisfied_from(question))
        yield make(
            f"satisfied-{question.id}",
            "Satisfied",
            labels=["Others", "Satisfied"],
            place=By(place_in_bands, starts),
        )
    match question.kind:
        case kind if kind in ONE_OF:
            yield make(key, question.text, labels=texts, place=By(place_of_option, len(texts)))
        case QuestionKind.SCALE if len(question.numbers) > BANDED_FROM:
            starts, names = bands_of_scale(question)
            yield make(key, question.text, labels=names, place=By(place_in_bands, starts))
        case QuestionKind.SCALE:
            names = [str(number) for number in question.numbers]
            yield make(key, question.text, labels=names, place=By(place_of_number, question.low, len(names)))
        case QuestionKind.NUMBER:
            yield make(key, question.text, labels=number_bands(), place=By(place_in_bands, BANDS))
        case QuestionKind.MONTH:
            starts, names = years(year)
            yield make(key, question.text, labels=names, place=By(place_in_bands, starts))
        case QuestionKind.MATRIX:
            for row, text in enumerate(texts):
                label, places = f"{question.text} {text}", ["1", "2", "3", "4", "5"]
                yield make(f"{key}.{row + 1}", label, labels=places, place=By(place_in_row, row))
        case QuestionKind.RANKING:
            label = f"{question.text} (first choice)"
            yield make(key, label, labels=texts, place=By(place_of_first, len(texts)))
        case QuestionKind.SEVERAL:
            ticks = [Axis(question.position, By(place_of_tick, bit), 3) for bit in range(len(texts))]
            parts = tuple(Part(axis, ((0, text),)) for axis, text in zip(ticks, texts, strict=True))
            yield Subject(key, question.text, question.position, parts, tuple(texts), question.id)


def number_bands() -> list[str]:
    return [band_words(low, top) for low, top in zip(BANDS, (*BANDS[1:], None), strict=True)]


def years(published: int) -> tuple[tuple[int, ...], list[str]]:
    """Months are sorted by year: from some years before the survey was published to some after."""
    first = published - YEARS_BACK
    named = range(first, published + YEARS_BACK)
    return (0, *(year * 12 for year in named)), [f"Before {first}", *map(str, named)]


# How, when and from whom


def of_arrival(attributes: int, months: tuple[int, int] | None, waves: tuple[int, ...]) -> Iterator[Subject]:
    """Channel, teller, month and wave. The months reach from the first answers to the last, if they are known."""
    channels, tellers = [one.label for one in CHANNELS], [one.label for one in TELLERS]
    yield known_subject("channel", "How answers came", attributes, channels, By(place_of_number, 0, len(channels)))
    yield known_subject("teller", "Who told it", attributes + 1, tellers, By(place_of_number, 0, len(tellers)))
    if months:
        first, last = months
        names = [month_words(month) for month in range(first, last + 1)]
        by = By(place_of_number, first, len(names))
        yield known_subject("month", "Month in which it came", attributes + 2, names, by)
    if waves:
        names = [f"Wave {number}" for number in range(1, len(waves) + 1)]
        yield subject("wave", "Wave", attributes + 3, names, By(place_among, waves))


def place_among(known: tuple[int, ...], value: Value) -> int:
    return known.index(value) if value in known else len(known)


@lru_cache(maxsize=256)
def closed_subjects(version_id: int) -> dict[str, Subject]:
    """The subjects of a version's closed questions by key. A version never changes."""
    published = Version.objects.values_list("published_at", flat=True).get(pk=version_id)
    questions = [question for question in definition_of(version_id).questions if question.kind in CLOSED]
    return {one.key: one for question in questions for one in of_question(question, published.year)}


@lru_cache(maxsize=256)
def arrival_subjects(version_id: int, months: tuple[int, int] | None, waves: tuple[int, ...]) -> dict[str, Subject]:
    attributes = len(definition_of(version_id).questions)
    return {one.key: one for one in of_arrival(attributes, months, waves)}


def subjects_of(stand: Stand) -> dict[str, Subject]:
    """All that tables can be about at a stand, by key. Months and waves lie in the places that they have there."""
    arrivals = arrival_subjects(stand.version_id, stand.months, stand.wave_ids)
    return {**closed_subjects(stand.version_id), **arrivals}


def asked_of(rows: Part, columns: Part | None, filters: Sequence[tuple[Subject, frozenset[int]]]) -> Asked:
    """The question to the ledger."""
    across = columns.axis if columns else EVERYBODY
    return Asked(rows.axis, across, tuple(one.filter(chosen) for one, chosen in filters))
