"""Closed answers in one column: `integer[]` where the database has arrays, JSON text where it has not."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

SMALLEST, LARGEST = -(2**31), 2**31 - 1


class AnswersField(models.Field):
    """A list of whole numbers and None, one for each question of the version, in order.

    On PostgreSQL a position can be counted in SQL (`answers[3]`); the reasons are in docs/adr/."""

    description = "Answers by position"

    def db_type(self, connection: Any) -> str:
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[int | None] | None:
        return json.loads(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> list[int | None] | None:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> list[int | None] | None:
        if value is not None:
            check(value)
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        if value is None or connection.vendor == "postgresql":
            return value
        return json.dumps(value, separators=(",", ":"))

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj))


def check(value: Any) -> None:
    """Refuse what the column cannot hold in every database. Raises `ValidationError`."""
    if not isinstance(value, list) or not all(map(fits, value)):
        raise ValidationError("Answers are a list of whole numbers, with nothing where a question was not asked.")


def fits(entry: Any) -> bool:
    return entry is None or (type(entry) is int and SMALLEST <= entry <= LARGEST)
