"""Demonstration data: the published contracts, and one invented contract that is running."""

from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from derbyvoice.office import clock
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.actions.returns import Given
from services.contracts.importing import import_contracts
from services.contracts.models import Contract, Kpi, MonitoringMeeting
from services.contracts.periods import last_finished_quarter
from services.directory.models import Provider

CONTRACTS_FILE = Path(__file__).parent / "contracts.json"
YEAR_OF_PUBLISHED_SUMS = 2023
KPIS = [
    (
        "People who were supported",
        "People who had at least one talk with a worker in the quarter.",
        "people",
        "at_least",
        60,
    ),
    (
        "People who feel safer",
        "Of those scored at the start and again, the share who feel safer.",
        "share",
        "at_least",
        75,
    ),
    (
        "Days until the first talk",
        "Working days from referral to the first talk, middle value.",
        "working_days",
        "at_most",
        3,
    ),
]
RETURNED = [Given(value=74), Given(value=38, whole=52), Given(value=4)]


@transaction.atomic
def load(*, today: date, by: User) -> None:
    """Load once; loading again adds nothing."""
    import_contracts(CONTRACTS_FILE, financial_year=YEAR_OF_PUBLISHED_SUMS, demonstration=True, at=clock.now(), by=by)
    provider = Provider.objects.order_by("pk").first()
    if provider and not provider.contracts.exists():
        load_running_contract(provider, today, by)


def load_running_contract(provider: Provider, today: date, by: User) -> None:
    """A contract in its second year: one return accepted, one open, a meeting held and an action promised."""
    quarter = last_finished_quarter(today)
    contract = actions.add_contract(
        title="Support after crime (invented example)",
        area="Demonstration",
        provider=provider,
        starts_on=date(quarter.year - 1, 4, 1),
        ends_on=date(quarter.year + 2, 3, 31),
        years=3,
        maximum_pence=45_000_000,
        demonstration=True,
        at=clock.now(),
        by=by,
    )
    for year in range(quarter.year - 1, quarter.year + 2):
        actions.add_budget_line(contract, financial_year=year, amount_pence=15_000_000, what_for="Support", by=by)
    kpis = [add_kpi(contract, place, facts, by) for place, facts in enumerate(KPIS)]
    earlier = last_finished_quarter(quarter.first_day)
    for row in actions.open_returns(earlier, by=by):
        give_and_accept(row, kpis, by)
    actions.open_returns(quarter, by=by)
    hold_meeting(contract, today, by)
    actions.hold_meeting(contract, held_on=today + timedelta(days=16), place="The office", by=by)


def add_kpi(contract: Contract, place: int, facts: tuple[str, str, str, str, int], by: User) -> Kpi:
    name, definition, unit, direction, target = facts
    return actions.add_kpi(
        contract, name=name, definition=definition, unit=unit, direction=direction, target=target, position=place, by=by
    )


def give_and_accept(row, kpis, by):
    kept = actions.keep_figures(
        row, dict(zip(kpis, RETURNED, strict=True)), comment="Staff training took two weeks.", seen_version=0, by=by
    )
    actions.accept_return(actions.send_return(kept, at=clock.now(), by=by), at=clock.now(), by=by)


def hold_meeting(contract: Contract, today: date, by: User) -> MonitoringMeeting:
    meeting = actions.hold_meeting(contract, held_on=today - timedelta(days=21), place="The office", by=by)
    actions.write_minutes(
        meeting, present="Contract manager; service manager", minutes="First talks come later than agreed.", by=by
    )
    actions.add_action(
        meeting,
        what="Offer evening times for the first talk",
        body="provider",
        owner_post="Service manager",
        due_on=today + timedelta(days=14),
        by=by,
    )
    return meeting
