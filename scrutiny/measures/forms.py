"""What the office fills in about figures."""

from typing import Any

from django import forms

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User
from scrutiny.measures import actions
from scrutiny.measures.models import Comparator, Measure, Value

TOLD = ["name", "unit", "up_is_good", "area", "definition", "source", "limits", "comparator_allowed"]


class AddMeasureForm(ActionForm):
    class Meta:
        model = Measure
        fields = [*TOLD, "comparator_reason"]

    def act(self, *, by: User) -> Measure:
        return actions.keep_measure(by=by, **self.cleaned_data)


class MeasureForm(ActionForm):
    take_away = forms.BooleanField(
        label="Take away all that it is compared with", required=False, help_text="Before comparison is closed."
    )

    class Meta:
        model = Measure
        fields = [*TOLD, "comparator_reason"]

    def act(self, *, by: User) -> Measure:
        told: dict[str, Any] = dict(self.cleaned_data)
        if told.pop("take_away"):
            for comparator in self.instance.comparators.all():
                actions.remove_comparator(comparator, by=by)
        return actions.change_measure(self.instance, by=by, **told)


class ValueForm(ActionForm):
    """A value for a period that has one replaces it; the old one stays on record."""

    class Meta:
        model = Value
        fields = [
            *("measure", "value", "approximate", "change", "period_words", "period_start", "period_end", "reported"),
        ]

    def act(self, *, by: User) -> Value:
        return actions.record_value(at=clock.now(), by=by, **self.cleaned_data)

    def validate_constraints(self) -> None:
        """The action sets the earlier value of the period aside before it looks."""


class ComparatorForm(ActionForm):
    class Meta:
        model = Comparator
        fields = [
            *("measure", "area", "value", "period_words", "period_start", "period_end"),
            *("definition", "source", "caveat"),
        ]

    def act(self, *, by: User) -> Comparator:
        return actions.add_comparator(by=by, **self.cleaned_data)
