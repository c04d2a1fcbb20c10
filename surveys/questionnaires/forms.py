import json
from typing import Any

from django import forms

NOT_JSON = "This is not JSON: {where}"


class DefinitionField(forms.CharField):
    """A survey's definition as JSON. Doubled keys and strange numbers are refused with their line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        try:
            found = json.loads(text, object_pairs_hook=once, parse_constant=refuse)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(NOT_JSON.format(where=error)) from error
        if not isinstance(found, dict):
            raise forms.ValidationError("A definition is one object: { … }.")
        return found

    def run_validators(self, value: Any) -> None:
        """Length is the concern of the text, which is gone here."""


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("the same key stands twice in one object")
    return dict(pairs)


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
