"""Choosing rows of a table, safely whatever is sent."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18  # digits of a number that every database can hold


class ManyRowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """As Django's, but what cannot be the key of a row is refused here, before the database stumbles over it."""

    def _check_values(self, value: Iterable[Any]) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            words = str(key)
            if "\x00" in words or (not self.to_field_name and len(words) > LONGEST_KEY):
                choice = {"value": words[:LONGEST_KEY].replace("\x00", "")}
                raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params=choice)
        return super()._check_values(value)  # type: ignore[misc]
