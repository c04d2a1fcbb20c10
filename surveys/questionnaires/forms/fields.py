"""Fields for lines that respondents will read."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
CANNOT_KEEP = "This holds a sign that cannot be shown. Please type it again"
BLANK_LINES = re.compile(r"\n{3,}")


def refuse_strange(value: str) -> None:
    if STRANGE.search(value):
        raise forms.ValidationError(CANNOT_KEEP)


class LineField(forms.CharField):
    """One line of text without signs that a page, a file or a database cannot hold."""

    def __init__(self, *, max_length: int, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        errors = {"max_length": f"Use {max_length} letters or fewer", **kwargs.pop("error_messages", {})}
        checks = [refuse_strange, *validators]
        super().__init__(max_length=max_length, error_messages=errors, validators=checks, **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r", "")


class LinesField(LineField):
    """Text of several lines."""

    def __init__(self, *, max_length: int, rows: int = 3, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "threshold": 75})
        super().__init__(max_length=max_length, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return BLANK_LINES.sub("\n\n", super().to_python(value))


class TicksField(forms.MultipleChoiceField):
    """Boxes to tick, small; none need be."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.CheckboxSelectMultiple(attrs={"small": True})
        super().__init__(required=False, widget=widget, **kwargs)


class SeenForm(forms.Form):
    """Which revision of the draft this person was shown. A strange one counts as an old one."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, revision: int = 0, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": revision, **(kwargs.get("initial") or {})}
        super().__init__(*args, auto_id="%s", **kwargs)


def revision_in(text: str) -> int:
    """The revision that was posted; 0, which no draft has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
