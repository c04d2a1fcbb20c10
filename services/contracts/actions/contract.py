"""Contracts, their money and their targets."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from services.contracts.actions.access import agree_access
from services.contracts.models import BreakOff, BudgetLine, Contract, Funder, Kpi, SubProvider, Variation
from services.contracts.periods import months_later

Row = TypeVar("Row", bound=models.Model)
DECIDE_ACCESS = ("provider", "starts_on", "ends_on")
STAYS_BROKEN_OFF = "This contract was broken off, and stays so. To work together again, add a new contract."


@transaction.atomic
def add_contract(*, at: datetime, by: By, **facts: Any) -> Contract:
    """A new contract. Whoever it is let to may open referrals on its days.

    Raises `ValidationError` naming the field, as all of these do."""
    contract: Contract = checked_save(Contract(**facts), "contract added", by=by)
    agree_access(contract, at=at, by=by)
    return contract


@transaction.atomic
def change_contract(contract: Contract, *, at: datetime, by: By, **facts: Any) -> Contract:
    """Correct a contract. Its days are those on which its providers may open referrals, from the next request on."""
    before = Contract.objects.select_for_update().get(pk=contract.pk)
    moved = [name for name in DECIDE_ACCESS if name in facts and facts[name] != getattr(before, name)]
    if moved and before.is_broken_off:
        raise ValidationError(dict.fromkeys(moved, STAYS_BROKEN_OFF))
    changed = change(contract, by=by, **facts)
    agree_access(changed, at=at, by=by)
    return changed


@transaction.atomic
def break_off(contract: Contract, *, reason: str, at: datetime, by: User) -> BreakOff:
    """End a running contract today, before its last day. Those who work under it open no referral from now on.

    Its last day becomes today, so that the return for its last quarter is still asked for."""
    day = timezone.localdate(at)
    held = Contract.objects.select_for_update().get(pk=contract.pk)
    if held.is_broken_off or not Contract.objects.running(day).filter(pk=held.pk).exists():
        raise ValidationError({"contract": "This contract does not run today, so it cannot be broken off."})
    row = BreakOff(contract=held, at=at, by=by, reason=reason)
    row.full_clean()
    row.save()
    held.ends_on = day
    checked_save(held, "contract broken off", by=by, last_day=str(day))
    agree_access(held, why="The contract was broken off", at=at, by=by)
    contract.refresh_from_db()
    return row


@transaction.atomic
def keep_sub_provider(row: SubProvider, *, at: datetime, by: By, **facts: Any) -> SubProvider:
    """Another provider delivers a part, up to a day or as long as the contract runs. They have access on those days."""
    before = SubProvider.objects.filter(pk=row.pk).select_related("contract").first()
    saved = change(row, by=by, **facts)
    starts = saved.contract.starts_on
    if saved.last_day and starts and saved.last_day < starts:
        raise ValidationError({"last_day": "It cannot end before the contract begins."})
    touched = {before.contract if before else saved.contract, saved.contract}
    for contract in sorted(touched, key=lambda one: one.pk):  # two at once wait for each other in the same order
        agree_access(contract, at=at, by=by)
    return saved


@transaction.atomic
def add_kpi(contract: Contract, *, by: By, **facts: Any) -> Kpi:
    return checked_save(Kpi(contract=contract, **facts), "KPI added", by=by)


@transaction.atomic
def add_budget_line(
    contract: Contract, *, cohorts: Iterable[Cohort] = (), funders: Iterable[Funder] = (), by: By, **facts: Any
) -> BudgetLine:
    """Money for one financial year, for these cohorts, paid by these funders (none: the office alone)."""
    line = checked_save(BudgetLine(contract=contract, **facts), "budget line added", by=by)
    line.cohorts.set(cohorts)
    line.funders.set(funders)
    return line


@transaction.atomic
def add_variation(contract: Contract, *, at: datetime, by: User, **facts: Any) -> Variation:
    """A decided change of money or term; it stays beside all earlier ones, so that they can be added up.

    Months move the contract's last day, and with it the days on which its providers may open referrals."""
    row: Variation = checked_save(Variation(contract=contract, decided_by=by, **facts), "contract varied", by=by)
    if row.change_months:
        held = Contract.objects.select_for_update().get(pk=contract.pk)
        change_contract(held, ends_on=moved_end(held, row.change_months), at=at, by=by)
    return row


def moved_end(contract: Contract, months: int) -> date:
    if contract.ends_on is None:
        raise ValidationError({"change_months": "This contract has no last day yet: write it there first."})
    try:
        return months_later(contract.ends_on, months)
    except (ValueError, OverflowError):
        raise ValidationError({"change_months": "These are too many months: look at the number again."}) from None


@transaction.atomic
def change(row: Row, *, by: By, **facts: Any) -> Row:
    """Correct the facts of a budget line, KPI, meeting or action."""
    many = {name: facts.pop(name) for name in ("cohorts", "funders") if name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    saved: Row = checked_save(row, f"{row._meta.verbose_name} changed", by=by, fields=sorted([*facts, *many]))
    for name, values in many.items():
        getattr(saved, name).set(values)
    return saved


def checked_save(row: Any, verb: str, *, by: By, **told: Any) -> Any:
    """Check against the fields' and the database's rules, save, and write it down."""
    row.full_clean()
    row.save()
    record(verb, row, by=by, **told)
    return row
