"""What leaves this wing: figures that are already protected, never rows about a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from derbyvoice.lib.suppression import Figure, FigureTable, Percentage, Protection, figure, percentage
from surveys.insight.models import Finding
from surveys.insight.releases import Figures
from surveys.insight.subjects import SATISFACTION
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.models import Survey, Version, definition_of


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
    Error: rounded as all figures are; only people who allowed their answers to be counted are in it. A period goes
    through the release ledger; where one survey's part is kept back, the whole is hidden."""
    surveys = surveys_about(service_key, cohort)
    protection = strictest(surveys)
    titles = tuple(survey.title for survey in surveys)
    parts = list(satisfied_in(surveys, since, until))
    known = [part for part in parts if part] if None not in parts else []
    satisfied, others = sum(part[0] for part in known), sum(part[1] for part in known)
    share, answered = percentage(satisfied, satisfied + others, protection), figure(satisfied + others, protection)
    return Satisfaction(share, answered, titles, since, until, protection)


def satisfied_in(surveys: list[Survey], since: date, until: date) -> Iterator[tuple[int, int] | None]:
    """For each question that measures it: how many were satisfied and how many not; None where that is kept back."""
    for version in Version.objects.filter(survey__in=surveys).select_related("survey"):
        measuring = [one for one in definition_of(version.pk).questions if one.measures == SATISFACTION]
        if measuring and (months := months_in(figures := Figures(version), since, until)) != frozenset():
            yield from (figures.satisfied(question, months) for question in measuring)


def months_in(figures: Figures, since: date, until: date) -> frozenset[int] | None:
    """The months of a survey's life that begin in the period; None when all do."""
    if figures.months is None:
        return frozenset()
    first, last = figures.months
    begins = range(last - first + 1)
    low, high = (day.year * 12 + day.month - 1 - first for day in (since, until))
    low += since.day > 1
    inside = frozenset(number for number in begins if low <= number <= high)
    return None if len(inside) == len(begins) else inside


def surveys_about(service_key: int | None, cohort: str | None) -> list[Survey]:
    surveys = Survey.objects.order_by("id")
    surveys = surveys if service_key is None else surveys.filter(service=service_key)
    return list(surveys if cohort is None else surveys.filter(cohort__key=cohort))


def strictest(surveys: list[Survey]) -> Protection:
    """Figures over several surveys are protected as the most careful of them asks."""
    heightened = not surveys or any(survey.small_numbers is Protection.HEIGHTENED for survey in surveys)
    return Protection.HEIGHTENED if heightened else Protection.STANDARD


def results(version: Version, figures: Figures | None = None) -> list[tuple[Question, FigureTable]]:
    """A protected table for each question of a version, over its whole life."""
    return [(one.question, one.table) for one in (figures or Figures(version)).alone if one.table]


@dataclass(frozen=True)
class ShownFigures:
    """Figures of one version that everybody may see. `tables` are empty until enough people answered."""

    version: Version
    settled_on: date | None
    tables: tuple[tuple[Question, FigureTable], ...]


def shown_to_everybody(survey: Survey) -> list[ShownFigures]:
    """What staff chose for the public page, the newest version first. A question that was not chosen is never in it."""
    versions = survey.versions.filter(public_figures__isnull=False).distinct().order_by("-number")
    return [shown_of(version) for version in versions.select_related("survey").prefetch_related("public_figures")]


def shown_of(version: Version) -> ShownFigures:
    chosen = {row.question for row in version.public_figures.all()}
    figures = Figures(version)
    if figures.stand is None:
        return ShownFigures(version, None, ())
    tables = tuple((one, table) for one, table in results(version, figures) if one.id in chosen)
    return ShownFigures(version, figures.stand.settled_on, tables)


def evidence_of(finding: Finding) -> Figure:
    """How many people a finding rests on, protected as its survey asks. It moves in steps, as all figures do."""
    return figure(finding.people, finding.survey.small_numbers)
