"""What leaves this wing: figures that are already protected, never rows about a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from derbyvoice.lib.suppression import Figure, FigureTable, Percentage, Protection, entry, figure, percentage
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
    counted: int
    """In how many of the surveys the answers are that it is made from."""
    left_out: bool
    """Whether there are others, which are not shown by themselves."""
    since: date
    until: date
    protection: Protection

    def __str__(self) -> str:
        return str(self.percentage)

    @property
    def note(self) -> str:
        """What belongs beneath the figure."""
        return f"Answers of 7 or more on a scale from 0 to 10. {self.protection.note}{self.said_of_surveys}"

    @property
    def said_of_surveys(self) -> str:
        """Nothing where all answers are in it."""
        if not self.left_out:
            return ""
        surveys = f"{self.counted} of {len(self.surveys)} surveys"
        return f" Made from answers to {surveys}: answers are left out where a number is too small to be shown."


def satisfaction(
    *, service_key: int | None = None, cohort: str | None = None, since: date, until: date
) -> Satisfaction:
    """Satisfaction over the surveys about this service (its id in the directory) and this cohort (its key).

    None means all. Answers are counted by month: every month that begins between the two days counts whole. Each
    version of a survey is asked through its release ledger, and left out when the ledger keeps it back or when few were
    satisfied or few were not. If it were in the sum, anybody could take the others away, which are shown, and have
    bounds of the small number. The sum is of rounded numbers, so it says nothing that its parts do not say by
    themselves; it can be off by two for each of them."""
    surveys = surveys_about(service_key, cohort)
    parts = list(satisfied_in(surveys, since, until))
    shown = [(survey, part) for survey, part in parts if part]
    left_out = len(shown) < len(parts)
    share, answered = shares([part for _, part in shown], strictest(surveys), left_out)
    titles = tuple(survey.title for survey in surveys)
    counted = len({survey for survey, _ in shown})
    return Satisfaction(share, answered, titles, counted, left_out, since, until, strictest(surveys))


def shares(shown: list[tuple[int, int]], protection: Protection, left_out: bool) -> tuple[Percentage, Figure]:
    """The share of the satisfied and how many answered. Where all is left out, it is not said that they were few."""
    satisfied, others = sum(part[0] for part in shown), sum(part[1] for part in shown)
    people = figure(satisfied + others, protection)
    if left_out and people.hidden:
        people = entry(0, hidden=True, protection=protection)
    return percentage(satisfied, satisfied + others, protection), people


def satisfied_in(surveys: list[Survey], since: date, until: date) -> Iterator[tuple[int, tuple[int, int] | None]]:
    """The survey of each question that measures it, and how many were satisfied and how many not; None where that is
    left out."""
    for version in Version.objects.filter(survey__in=surveys).select_related("survey"):
        measuring = [one for one in definition_of(version.pk).questions if one.measures == SATISFACTION]
        if measuring and (months := months_in(figures := Figures(version), since, until)) != frozenset():
            yield from ((version.survey_id, figures.satisfied(question, months)) for question in measuring)


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
    """Figures of one version that everybody may see. `tables` are empty until enough people answered; `came`, by which
    channel, is None while the ledger keeps that back."""

    version: Version
    settled_on: date | None
    tables: tuple[tuple[Question, FigureTable], ...]
    came: FigureTable | None = None


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
    return ShownFigures(version, figures.stand.settled_on, tables, figures.standing(figures.subjects["channel"]))


def evidence_of(finding: Finding) -> Figure:
    """How many people a finding rests on, protected as its survey asks. It moves in steps, as all figures do."""
    return figure(finding.people, finding.survey.small_numbers)
