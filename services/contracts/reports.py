"""Contracts for readers from above: targets and figures, already safe to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from derbyvoice.lib.suppression import Figure, Percentage, Protection, figure, percentage
from services.contracts.choices import Direction, ReturnState, Unit
from services.contracts.models import Action, Contract, Kpi, Return, ReturnFigure
from services.contracts.periods import Quarter, year_name
from services.directory.models import Service

Shown = Figure | Percentage | str


@dataclass(frozen=True)
class KpiLine:
    """One KPI in one quarter: its target in words, the figure as it may be shown, and whether it was met."""

    name: str
    definition: str
    target: str
    shown: Shown
    met: str


@dataclass(frozen=True)
class OpenAction:
    """Something promised at a monitoring meeting that is not done yet."""

    what: str
    who: str
    due_on: date
    late: bool


@dataclass(frozen=True)
class Planned:
    """The next monitoring meeting and its agenda: what each point is about, and its title."""

    held_on: date
    place: str
    agenda: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ContractQuarter:
    """A contract's quarter for the monitoring pack. The ids name its provider and services to other reports."""

    contract_id: int
    title: str
    provider: str
    provider_id: int | None
    quarter: str
    since: date
    until: date
    return_state: str
    comment: str
    kpis: tuple[KpiLine, ...]
    open_actions: tuple[OpenAction, ...]
    services: tuple[tuple[int, str], ...]
    meeting: Planned | None


@dataclass(frozen=True)
class MoneyLine:
    year: str
    what_for: str
    cohorts: str
    funders: str
    pence: int

    @property
    def amount(self) -> str:
        return amount_words(Unit.PENCE, self.pence)


def contract_quarter(contract_id: int, quarter: Quarter, *, day: date) -> ContractQuarter:
    """What the pack says of this contract in this quarter. Raises `Contract.DoesNotExist`."""
    contract = Contract.objects.select_related("provider").get(pk=contract_id)
    returned = contract.returns.filter(financial_year=quarter.year, quarter_number=quarter.number).first()
    accepted = bool(returned and returned.state == ReturnState.ACCEPTED)
    return ContractQuarter(
        contract_id=contract.pk,
        title=contract.title,
        provider=str(contract.provider or "not let yet"),
        provider_id=contract.provider_id,
        quarter=str(quarter),
        since=quarter.first_day,
        until=quarter.last_day,
        return_state=returned.get_state_display() if returned else "No return was asked for",
        comment=returned.comment if returned and accepted else "",
        kpis=tuple(kpi_lines(contract, quarter, returned if accepted else None)),
        open_actions=tuple(open_actions(contract, day)),
        services=tuple(Service.objects.filter(provider=contract.provider_id).values_list("pk", "name")),
        meeting=next_meeting(contract, day),
    )


def kpi_lines(contract: Contract, quarter: Quarter, returned: Return | None) -> Iterable[KpiLine]:
    rows = returned.figures.all() if returned else ReturnFigure.objects.none()
    figures = {row.kpi_id: row for row in rows}
    for kpi in contract.kpis.asked_in(quarter).select_related("cohort"):
        yield kpi_line(kpi, figures.get(kpi.pk))


def kpi_line(kpi: Kpi, row: ReturnFigure | None) -> KpiLine:
    shown = shown_figure(kpi, row)
    return KpiLine(kpi.name, kpi.definition, target_words(kpi), shown, verdict(kpi, shown, row))


def shown_figure(kpi: Kpi, row: ReturnFigure | None) -> Shown:
    """People and shares of people pass the small-number rules; days and money are plain."""
    if row is None:
        return "no accepted figure yet"
    if row.value is None:
        return f"not known: {row.why_unknown}"
    if kpi.unit == Unit.PEOPLE:
        return figure(row.value, protection_of(kpi))
    if kpi.unit == Unit.SHARE:
        return percentage(row.value, row.whole or 0, protection_of(kpi))
    return amount_words(kpi.unit, row.value)


def protection_of(kpi: Kpi) -> Protection:
    return kpi.cohort.protection if kpi.cohort else Protection.HEIGHTENED


def verdict(kpi: Kpi, shown: Shown, row: ReturnFigure | None) -> str:
    """Met or not, judged by what is shown, so that the verdict tells no more than the figure does."""
    value = row.value if isinstance(shown, str) and row else getattr(shown, "value", None)
    if kpi.target is None:
        return "no target"
    if value is None:
        return "cannot be said"
    met = value >= kpi.target if kpi.direction == Direction.AT_LEAST else value <= kpi.target
    return "met" if met else "not met"


def target_words(kpi: Kpi) -> str:
    if kpi.target is None:
        return "no target"
    return f"{Direction(kpi.direction).label.lower()} {amount_words(kpi.unit, kpi.target)}"


def amount_words(unit: str, amount: int) -> str:
    if unit == Unit.PENCE:
        return f"£{amount / 100:,.2f}"
    endings = {Unit.PEOPLE: " people", Unit.SHARE: "%", Unit.DAYS: " days", Unit.WORKING_DAYS: " working days"}
    return f"{amount:,}{endings[Unit(unit)]}"


def open_actions(contract: Contract, day: date) -> Iterable[OpenAction]:
    for action in Action.objects.open().filter(meeting__contract=contract):
        who = f"{action.get_body_display()}: {action.owner_post}"
        yield OpenAction(action.what, who, action.due_on, action.due_on < day)


def next_meeting(contract: Contract, day: date) -> Planned | None:
    """The meeting that comes next, today's included."""
    meeting = contract.meetings.filter(held_on__gte=day).order_by("held_on").first()
    if meeting is None:
        return None
    agenda = tuple((item.get_issue_display(), item.title) for item in meeting.agenda.all())
    return Planned(meeting.held_on, meeting.place, agenda)


def running_contracts(day: date) -> list[tuple[int, str, str]]:
    """Id, title and provider's name of each contract in force."""
    rows = Contract.objects.running(day).select_related("provider")
    return [(row.pk, row.title, str(row.provider or "not let yet")) for row in rows]


def money(contract_id: int) -> list[MoneyLine]:
    """Budget lines by financial year, with their cohorts and those who pay."""
    lines = Contract.objects.get(pk=contract_id).budget_lines.prefetch_related("cohorts", "funders")
    return [
        MoneyLine(
            year_name(line.financial_year),
            line.what_for,
            ", ".join(str(cohort) for cohort in line.cohorts.all()) or "everybody",
            ", ".join(str(funder) for funder in line.funders.all()) or "the office",
            line.amount_pence,
        )
        for line in lines
    ]
