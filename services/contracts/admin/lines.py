"""Shared by the admin pages of contracts."""

from services.contracts.reports import amount_words


def pounds(pence: int | None) -> str:
    return "" if pence is None else amount_words("pence", pence)
