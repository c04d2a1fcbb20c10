"""Rows of a form that grow, shrink and change places by plain buttons: name-0-part, name-1-part, …"""

from collections.abc import Mapping
from typing import Any, Final

Values = dict[str, Any]
MOST: Final = 40


def row_prefix(name: str, number: int) -> str:
    return f"{name}-{number}"


def numbers_in(data: Mapping[str, Any], name: str, part: str) -> list[int]:
    """The numbers of the rows that were sent: those that have this part."""
    return [number for number in range(MOST) if f"{row_prefix(name, number)}-{part}" in data]


def dropped(rows: list[Values], number: int) -> list[Values]:
    return [row for place, row in enumerate(rows) if place != number]


def raised(rows: list[Values], number: int) -> list[Values]:
    """With this row one place higher."""
    if not 0 < number < len(rows):
        return rows
    return [*rows[: number - 1], rows[number], rows[number - 1], *rows[number + 1 :]]
