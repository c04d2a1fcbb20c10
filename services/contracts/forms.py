"""Forms of a provider's return."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from services.contracts.choices import Unit
from services.contracts.models import Kpi, Return, ReturnFigure

MOST = 10**12
LABELS = {
    Unit.PEOPLE: "How many people",
    Unit.SHARE: "How many people it was true for",
    Unit.DAYS: "How many days",
    Unit.WORKING_DAYS: "How many working days",
    Unit.PENCE: "How much, in pence",
}


def narrow() -> forms.NumberInput:
    """A box as wide as the numbers that belong in it."""
    return forms.NumberInput(attrs={"width": "10"})


class KpiForm(forms.Form):
    """One KPI of a return: a figure (of a share: part and whole), or why it is not known. All may stay empty."""

    value = forms.IntegerField(min_value=0, max_value=MOST, required=False, widget=narrow())
    whole = forms.IntegerField(
        min_value=0, max_value=MOST, required=False, widget=narrow(), label="Out of how many people in all"
    )
    why_unknown = forms.CharField(max_length=200, required=False, label="If it is not known, why")

    def __init__(self, *args: Any, kpi: Kpi, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"kpi{kpi.pk}", **kwargs)
        self.kpi = kpi
        self.fields["value"].label = LABELS[Unit(kpi.unit)]
        if kpi.unit != Unit.SHARE:
            del self.fields["whole"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        value, whole, why = cleaned.get("value"), cleaned.get("whole"), cleaned.get("why_unknown", "")
        if value is not None and why:
            self.add_error("why_unknown", "Give a figure or a reason, not both.")
        if self.kpi.unit == Unit.SHARE and (value is None) != (whole is None) and not self.errors:
            self.add_error("whole" if whole is None else "value", "Give both numbers of the share.")
        if value is not None and whole is not None and value > whole:
            self.add_error("value", "This cannot be more than the number of people in all.")
        return cleaned


class CommentForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Anything that explains the figures",
        help_text="Do not name anybody who used the service.",
    )


def kpi_forms(of_return: Return, kpis: Iterable[Kpi], data: Mapping[str, Any] | None = None) -> list[KpiForm]:
    """A form for each KPI, filled with what was kept before."""
    kept: dict[int, ReturnFigure] = {row.kpi_id: row for row in of_return.figures.all()}
    return [KpiForm(data, kpi=kpi, initial=first_values(kept.get(kpi.pk))) for kpi in kpis]


def first_values(row: ReturnFigure | None) -> dict[str, Any]:
    return {"value": row.value, "whole": row.whole, "why_unknown": row.why_unknown} if row else {}
