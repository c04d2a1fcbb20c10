"""Distance travelled: what changed for the same people between the first and the latest wave of a series."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from derbyvoice.lib.suppression import FigureTable, protect_counts
from surveys.panel.models import Series, Wave
from surveys.questionnaires.choices import Consent, QuestionKind
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.models import definition_of
from surveys.responses.models import Response

HIGHER, SAME, LOWER = "Higher", "The same", "Lower"
"""Whether higher is good news depends on what the ends of a scale say."""
Answered = tuple[int, list[int | None]]
"""A version and the answers to it."""


@dataclass(frozen=True)
class Travelled:
    """One scale: how many people moved which way, and by how much on average (to the nearest half point)."""

    question: Question
    figures: FigureTable
    mean: str

    @property
    def note(self) -> str:
        end = self.question.high_label or str(self.question.high)
        return f"Higher means nearer to “{end}”. The first answer of each person beside their latest."


def travelled(series: Series) -> list[Travelled]:
    """One table for each scale that was asked in at least two waves, by the question's id."""
    pairs = list(pairs_of(series))
    waves = list(series.waves.select_related("series__survey", "cohort"))
    return [moved(question, pairs, waves) for question in scales_of(pairs)]


def pairs_of(series: Series) -> Iterator[tuple[Answered, Answered]]:
    """The first and the latest answers of everybody who answered two waves and lets their answers be counted."""
    order = dict(series.waves.values_list("pk", "number"))
    rows = Response.objects.allowing(Consent.COUNT).filter(wave__in=order, pseudonym__isnull=False)
    told: dict[UUID | None, list[tuple[int, Answered]]] = {}
    for name, wave, version, answers in rows.values_list("pseudonym", "wave", "version_id", "answers").order_by("id"):
        told.setdefault(name, []).append((order[wave or 0], (version, answers or [])))
    for answered in told.values():
        if len(answered) > 1:
            answered.sort(key=lambda one: one[0])
            yield answered[0][1], answered[-1][1]


def scales_of(pairs: list[tuple[Answered, Answered]]) -> list[Question]:
    """The scales of the versions that were answered, each id once; the latest version's words."""
    versions = sorted({version for pair in pairs for version, _ in pair})
    found = {one.id: one for version in versions for one in definition_of(version).questions}
    return [one for one in found.values() if one.kind == QuestionKind.SCALE]


def moved(question: Question, pairs: list[tuple[Answered, Answered]], waves: list[Wave]) -> Travelled:
    changes = [change for pair in pairs if (change := change_in(question, *pair)) is not None]
    ways = Counter(HIGHER if change > 0 else LOWER if change < 0 else SAME for change in changes)
    protection = max((wave.protection for wave in waves), key=lambda one: one.limit)
    counts = {way: ways[way] for way in (HIGHER, SAME, LOWER)}
    figures = protect_counts(counts, caption=question.text, protection=protection)
    shown = figures.total is not None and figures.total.value is not None
    return Travelled(question, figures, mean_of(changes) if shown else "not shown")


def change_in(question: Question, first: Answered, later: Answered) -> int | None:
    """Points gained on this scale; None unless both times it was the same scale and was answered."""
    before, after = number_in(question, first), number_in(question, later)
    return None if before is None or after is None else after - before


def number_in(question: Question, answered: Answered) -> int | None:
    version, answers = answered
    asked = definition_of(version).by_id.get(question.id)
    if asked is None or (asked.low, asked.high) != (question.low, question.high) or asked.position >= len(answers):
        return None
    number = answers[asked.position]
    return number if number is not None and number >= 0 else None


def mean_of(changes: list[int]) -> str:
    """To the nearest half point, so that one person more or less does not show."""
    halves = round(Fraction(2 * sum(changes), len(changes)))
    if not halves:
        return "no change"
    points = f"{abs(halves) / 2:g}"
    return f"{points} {'point' if points in ('0.5', '1') else 'points'} {'higher' if halves > 0 else 'lower'}"
