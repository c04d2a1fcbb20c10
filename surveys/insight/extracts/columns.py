"""The columns of a copy of closed answers: each takes one small code from a person's answers, and has words for it.

Every column is known in two tongues, Python and PostgreSQL, which say the same; tests compare them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveys.insight.subjects import CHANNELS, TELLERS, number_bands, years
from surveys.questionnaires.choices import CLOSED, OF_THE_OFFICE, ONE_OF, Measure, NoAnswer, QuestionKind
from surveys.questionnaires.compact import RANK_BITS, ROW_BITS, SILENCES
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.labels import BANDS, PLACES, month_words

RARE: Final = "Not shown: too few"
RARE_CODE: Final = -9
SILENT: Final = {SILENCES[silence]: str(silence.label) for silence in NoAnswer}
NOT_ASKED: Final = -99
"""In place of a code: somebody was not asked."""
Values = Sequence[int | None]


@dataclass(frozen=True)
class Column:
    """One thing that each row tells. `shift` and `bits` take it out of a packed answer, `starts` sort it into bands."""

    name: str
    title: str
    words: dict[int, str]
    position: int
    shift: int = 0
    bits: int = 0
    starts: tuple[int, ...] = ()
    identifying: bool = False
    """Whether others may know it of somebody: where and to which group they belong, when and how they came."""

    def code(self, values: Values) -> int | None:
        """None for somebody who was not asked."""
        return self.code_of(values[self.position])

    def code_of(self, value: int | None) -> int | None:
        if value is None or value < 0:
            return value
        if self.starts:
            return bisect_right(self.starts, value)
        return value >> self.shift & (1 << self.bits) - 1 if self.bits else value

    @property
    def in_sql(self) -> str:
        """The code, from a row `b` with the column `answers`."""
        value = f"b.answers[{self.position + 1}]"
        if self.starts:
            code = f"width_bucket({value}, ARRAY[{', '.join(map(str, self.starts))}])"
        elif self.bits:
            code = f"({value} >> {self.shift}) & {(1 << self.bits) - 1}"
        else:
            return value
        return f"CASE WHEN {value} < 0 THEN {value} ELSE {code} END"


@dataclass(frozen=True)
class Arrival:
    """How, from whom and when answers came. `sql` gives the same code from a row `b`."""

    name: str
    title: str
    words: dict[int, str]
    place: int
    sql: str
    first: int = 0
    identifying: bool = True

    def code(self, values: Values) -> int | None:
        value = values[self.place]
        return None if value is None else value - self.first

    @property
    def in_sql(self) -> str:
        return self.sql


AnyColumn = Column | Arrival


def columns_of(definition: Definition, published: int, months: tuple[int, int]) -> list[AnyColumn]:
    """Every closed question's columns, then how answers came. Words of people's own are in none of them."""
    asked = [question for question in definition.questions if question.kind in CLOSED]
    columns: list[AnyColumn] = [column for question in asked for column in of_question(question, published)]
    return [*columns, *of_arrival(len(definition.questions), months)]


def of_question(question: Question, published: int) -> Iterator[Column]:
    texts = [option.text for option in question.options]
    identifying = question.kind in OF_THE_OFFICE or question.measures == Measure.AGE
    facts: dict[str, Any] = {"position": question.position, "identifying": identifying}
    name, title = question.id, question.text
    match question.kind:
        case kind if kind in ONE_OF:
            yield Column(name, title, numbered(texts, 1), **facts)
        case QuestionKind.SCALE:
            yield Column(name, title, numbered(map(str, question.numbers), question.low), **facts)
        case QuestionKind.NUMBER:
            yield Column(name, title, numbered(number_bands(), 1), starts=BANDS, **facts)
        case QuestionKind.MONTH:
            starts, names = years(published)
            yield Column(name, title, numbered(names, 1), starts=starts, **facts)
        case QuestionKind.SEVERAL:
            for place, text in enumerate(texts):
                ticked = {0: "No", 1: "Yes"}
                yield Column(f"{name}_{place + 1}", f"{title} {text}", ticked, shift=place, bits=1, **facts)
        case QuestionKind.MATRIX:
            for row, text in enumerate(texts):
                words = {0: "No answer", **numbered("12345", 1)}
                column = f"{name}_{row + 1}"
                yield Column(column, f"{title} {text}", words, shift=ROW_BITS * row, bits=ROW_BITS, **facts)
        case QuestionKind.RANKING:
            for rank in range(len(texts)):
                words = {0: "No answer", **numbered(texts, 1)}
                label, column = f"{title} ({PLACES[rank]})", f"{name}_{rank + 1}"
                yield Column(column, label, words, shift=RANK_BITS * rank, bits=RANK_BITS, **facts)


def numbered(words: Any, first: int) -> dict[int, str]:
    return dict(enumerate(words, start=first))


def of_arrival(answers: int, months: tuple[int, int]) -> Iterator[Arrival]:
    """After the answers: channel, teller, month, each as a code."""
    channel = " ".join(f"WHEN '{one.value}' THEN {code}" for code, one in enumerate(CHANNELS))
    teller = " ".join(f"WHEN '{one.value}' THEN {code}" for code, one in enumerate(TELLERS))
    first, last = months
    month = f"(extract(year FROM b.submitted_on) * 12 + extract(month FROM b.submitted_on))::int - {first + 1}"
    named = numbered([month_words(month) for month in range(first, last + 1)], 0)
    yield Arrival("channel", "How answers came", words_of(CHANNELS), answers, f"CASE b.channel {channel} END")
    yield Arrival("teller", "Who told it", words_of(TELLERS), answers + 1, f"CASE b.teller {teller} END")
    yield Arrival("month", "Month in which it came", named, answers + 2, month, first)


def words_of(choices: Any) -> dict[int, str]:
    return {code: str(one.label) for code, one in enumerate(choices)}
