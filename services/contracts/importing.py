"""Contracts from one JSON file: all of it or nothing, and each fault named by its place in the file."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actors import By
from derbyvoice.office.models import Cohort
from services.contracts.actions import add_budget_line, add_contract
from services.contracts.models import Contract, Funder


class ContractFileError(ValueError):
    """The file cannot be taken in; the message names the contract and the field."""


@transaction.atomic
def import_contracts(path: Path, *, financial_year: int, demonstration: bool, at: datetime, by: By) -> list[Contract]:
    """Contracts of the file that are not here yet. A sum without a year is put into `financial_year`.

    Raises `ContractFileError`; nothing is kept then."""
    rows = read_rows(path)
    known = set(Contract.objects.values_list("area", "title"))
    new = [row for row in rows if (row.get("area"), row.get("title")) not in known]
    return [import_one(row, place, financial_year, demonstration, at, by) for place, row in enumerate(new, 1)]


def read_rows(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["contracts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ContractFileError(f"{path.name} has no readable list of contracts.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ContractFileError(f"{path.name}: “contracts” is not a list of contracts.")
    return rows


def import_one(row: dict[str, Any], place: int, year: int, demonstration: bool, at: datetime, by: By) -> Contract:
    title = row.get("title", "")
    try:
        contract = add_contract(
            title=title,
            area=row.get("area", ""),
            years=row.get("years"),
            maximum_pence=pence(row.get("maximum_value", row.get("value"))),
            notes="\n".join(row.get("notes", [])),
            source="Published by the office; the financial year of its first sum is set on loading",
            demonstration=demonstration,
            at=at,
            by=by,
        )
        add_first_line(contract, row, year, by)
    except ValidationError as error:
        raise ContractFileError(
            f"Contract {place} ({title or 'without a title'}): {'; '.join(faults(error))}"
        ) from error
    return contract


def add_first_line(contract: Contract, row: dict[str, Any], year: int, by: By) -> None:
    amount = pence(row.get("first_year_value", row.get("value")))
    if amount is None:
        return
    cohorts = [cohort_named(name) for name in row.get("cohorts", [])]
    funders = [Funder.objects.get_or_create(name=name)[0] for name in row.get("co_funders", [])]
    what = "First year" if "first_year_value" in row else "The whole sum"
    add_budget_line(
        contract, financial_year=year, amount_pence=amount, what_for=what, cohorts=cohorts, funders=funders, by=by
    )


def cohort_named(name: str) -> Cohort:
    """Cohorts are known by the words at the beginning of their names, so "hate crime" finds "Hate crime"."""
    found = Cohort.objects.filter(name__istartswith=name).first()
    if found is None:
        raise ValidationError({"cohorts": f"no cohort is called “{name}”"})
    return found


def pence(pounds: Any) -> int | None:
    """Pounds as in the file, in pence. Raises `ValidationError` for anything but a whole number of pounds."""
    if pounds is None:
        return None
    if not isinstance(pounds, int) or isinstance(pounds, bool) or pounds < 0:
        raise ValidationError({"value": f"{pounds!r} is not a whole number of pounds"})
    return pounds * 100


def faults(error: ValidationError) -> list[str]:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return [f"{field}: {' '.join(words)}".removeprefix(": ") for field, words in told.items()]
