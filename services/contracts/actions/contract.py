"""Contracts, their money and their targets."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from services.contracts.models import BudgetLine, Contract, Funder, Kpi, Variation


@transaction.atomic
def add_contract(*, by: By, **facts: Any) -> Contract:
    """A new contract. Raises `ValidationError` naming the field, as all of these do."""
    return checked_save(Contract(**facts), "contract added", by=by)


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
def add_variation(contract: Contract, *, by: User, **facts: Any) -> Variation:
    """A decided change of money or term; it stays beside all earlier ones, so that they can be added up."""
    return checked_save(Variation(contract=contract, decided_by=by, **facts), "contract varied", by=by)


@transaction.atomic
def change(row: models.Model, *, by: By, **facts: Any) -> models.Model:
    """Correct the facts of a contract, budget line, KPI, meeting or action."""
    many = {name: facts.pop(name) for name in ("cohorts", "funders") if name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    saved = checked_save(row, f"{row._meta.verbose_name} changed", by=by, fields=sorted([*facts, *many]))
    for name, values in many.items():
        getattr(saved, name).set(values)
    return saved


def checked_save(row: Any, verb: str, *, by: By, **told: Any) -> Any:
    """Check against the fields' and the database's rules, save, and write it down."""
    row.full_clean()
    row.save()
    record(verb, row, by=by, **told)
    return row
