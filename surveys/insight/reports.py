"""What leaves this wing: figures that are already protected, never rows about a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from derbyvoice.lib.suppression import Figure, FigureTable, Percentage, Protection, figure, percentage, protect_counts
from surveys.insight.models import Finding, Tally
from surveys.questionnaires.choices import NoAnswer, QuestionKind
from surveys.questionnaires.compact import ANYBODY, SILENCES, WRITTEN
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.models import Survey, Version, definition_of

SATISFACTION = "satisfaction"
SATISFIED_FROM = 0.7
"""The share of the way up a scale from which somebody counts as satisfied: 7 and above of 0 to 10."""


@dataclass(frozen=True)
class Satisfaction:
    """How many of those who answered were satisfied, in words that may be printed. Hidden when few answered."""

    percentage: Percentage
    answered: Figure
    surveys: tuple[str, ...]
    since: date
    until: date
    protection: Protection

    def __str__(self) -> str:
        return str(self.percentage)

    @property
    def note(self) -> str:
        """What belongs beneath the figure."""
        return f"Answers of 7 or more on a scale from 0 to 10. {self.protection.note}"


def satisfaction(
    *, service_key: int | None = None, cohort: str | None = None, since: date, until: date
) -> Satisfaction:
    """Satisfaction over the surveys about this service (its id in the directory) and this cohort (its key).

    None means all. Answers are counted by month: every month that begins between the two days counts whole.
    Error: rounded as all figures are; only people who allowed their answers to be counted are in it."""
    surveys = surveys_about(service_key, cohort)
    part = whole = 0
    for question, counts in scales(surveys, since, until):
        whole += sum(number for code, number in counts.items() if code >= 0)
        part += sum(number for code, number in counts.items() if code >= satisfied_from(question))
    protection = strictest(surveys)
    share = percentage(part, whole, protection)
    answered = figure(whole, protection)
    return Satisfaction(share, answered, tuple(survey.title for survey in surveys), since, until, protection)


def surveys_about(service_key: int | None, cohort: str | None) -> list[Survey]:
    surveys = Survey.objects.order_by("id")
    surveys = surveys if service_key is None else surveys.filter(service=service_key)
    return list(surveys if cohort is None else surveys.filter(cohort__key=cohort))


def strictest(surveys: list[Survey]) -> Protection:
    """Figures over several surveys are protected as the most careful of them asks."""
    heightened = not surveys or any(survey.small_numbers is Protection.HEIGHTENED for survey in surveys)
    return Protection.HEIGHTENED if heightened else Protection.STANDARD


def satisfied_from(question: Question) -> float:
    return question.low + SATISFIED_FROM * (question.high - question.low)


def scales(surveys: list[Survey], since: date, until: date) -> Iterator[tuple[Question, Counter[int]]]:
    """The questions that measure satisfaction, with what was counted in the period."""
    versions = Version.objects.filter(survey__in=surveys).values_list("pk", flat=True)
    for version in versions:
        counts = counted(version, since, until)
        for question in definition_of(version).questions:
            if question.measures == SATISFACTION:
                yield question, counts.get(question.position, Counter())


def counted(version: int, since: date | None = None, until: date | None = None) -> dict[int, Counter[int]]:
    """True counts by question position and code. They must not leave this module."""
    rows = Tally.objects.filter(version=version)
    rows = rows.filter(month__gte=since) if since else rows
    rows = rows.filter(month__lte=until) if until else rows
    found: dict[int, Counter[int]] = {}
    for position, code, number in rows.values_list("position", "code").annotate(Sum("number")).order_by():
        found.setdefault(position, Counter())[code] = number
    return found


def results(version: Version) -> list[tuple[Question, FigureTable]]:
    """A protected table for each question of a version, over its whole life."""
    counts = counted(version.pk)
    protection = version.survey.small_numbers
    return [
        (question, table_of(question, counts.get(question.position, Counter()), protection))
        for question in definition_of(version.pk).questions
    ]


def table_of(question: Question, counts: Counter[int], protection: Protection) -> FigureTable:
    """Those who answered by what they answered, and the three ways of not answering."""
    silent = {silence.label: counts[SILENCES[silence]] for silence in NoAnswer}
    if question.kind == QuestionKind.SEVERAL:
        ticks = {option.text: counts[place] for place, option in enumerate(question.options, start=1)}
        people = counts[ANYBODY] + sum(silent.values())
        return protect_counts(
            {**ticks, **silent}, caption=question.text, protection=protection, exclusive=False, respondents=people
        )
    return protect_counts({**given(question, counts), **silent}, caption=question.text, protection=protection)


def given(question: Question, counts: Counter[int]) -> dict[str, int]:
    match question.kind:
        case QuestionKind.SINGLE:
            return {option.text: counts[place] for place, option in enumerate(question.options, start=1)}
        case QuestionKind.SCALE:
            return {str(number): counts[number] for number in question.numbers}
    return {"Wrote something": counts[WRITTEN]}


def evidence_of(finding: Finding) -> Figure:
    """How many people a finding rests on, protected as its survey asks. Needs `with_evidence_count()`."""
    counted: int = vars(finding)["evidence_count"]
    return figure(counted, finding.survey.small_numbers)
