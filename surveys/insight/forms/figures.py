"""What somebody wants to see figures about."""

from typing import Any

from django import forms

from surveys.insight.releases import Figures, Filters
from surveys.insight.subjects import Subject
from surveys.questionnaires.labels import year_and_month

MOST_CHOICES = 40


def months_of(figures: Figures) -> dict[str, tuple[int, str]]:
    """Place and words of each month of the figures by a name that stays when the first month changes: 2026-03."""
    month = figures.subjects.get("month")
    if month is None or figures.months is None:
        return {}
    dates = (year_and_month(figures.months[0] + place) for place in range(len(month.choices)))
    names = (f"{year:04}-{number:02}" for year, number in dates)
    return {name: (place, label) for place, (name, label) in enumerate(zip(names, month.choices, strict=True))}


class FilterForm(forms.Form):
    """Whom the figures are about: any of the answers ticked within a question, and all of the questions."""

    def __init__(self, figures: Figures, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures
        self.named: dict[str, Subject] = {}
        for key, subject in figures.subjects.items():
            if not key.startswith("satisfied-") and key != "month" and len(subject.choices) <= MOST_CHOICES:
                self.named[f"only-{key}"] = subject
                self.fields[f"only-{key}"] = forms.MultipleChoiceField(
                    label=subject.label,
                    choices=list(enumerate(subject.choices)),
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
        self.months = months_of(figures)
        if self.months or {"since", "until"} & set(self.data):
            choices = [("", "Any"), *((name, label) for name, (_, label) in self.months.items())]
            self.fields["since"] = forms.ChoiceField(label="From month", choices=choices, required=False)
            self.fields["until"] = forms.ChoiceField(label="To month", choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", "Choose a month that is not before the first.")
        return cleaned

    @property
    def filters(self) -> Filters:
        """The filters that were chosen, in the ledger's form. Needs a valid form."""
        ticked = [(subject, self.cleaned_data.get(name)) for name, subject in self.named.items()]
        chosen = [(subject, frozenset(map(int, places))) for subject, places in ticked if places]
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since or until:
            named = self.months.items()
            inside = (place for name, (place, _) in named if (since or name) <= name <= (until or name))
            chosen.append((self.figures.subjects["month"], frozenset(inside)))
        return tuple(chosen)

    @property
    def said(self) -> list[str]:
        """The filters in words."""
        return [
            f"{one.label}: {' or '.join(one.choices[place] for place in sorted(places))}"
            for one, places in self.filters
        ]


def next_to_first(figures: Figures) -> str | None:
    """What can stand beside the first of all subjects: the next one about something else."""
    first, *others = figures.subjects.values()
    return next((one.key for one in others if one.attribute != first.attribute), None)


class CompareForm(FilterForm):
    """Two things to lay beside each other, and whom about."""

    def __init__(self, figures: Figures, *args: Any, **kwargs: Any) -> None:
        super().__init__(figures, *args, **kwargs)
        sides = [(key, subject.label) for key, subject in figures.subjects.items()]
        self.fields["rows"] = forms.ChoiceField(label="In the rows", choices=sides)
        self.fields["columns"] = forms.ChoiceField(label="In the columns", choices=sides)
        self.fields["columns"].initial = next_to_first(figures)
        self.order_fields(["rows", "columns"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        subjects = [self.figures.subjects.get(cleaned.get(side, "")) for side in ("rows", "columns")]
        if all(subjects) and subjects[0].attribute == subjects[1].attribute:  # type: ignore[union-attr]
            self.add_error("columns", "Choose something else than in the rows.")
        return cleaned

    @property
    def about_channels(self) -> bool:
        """Whether the table itself says how answers came. Needs a valid form."""
        return "channel" in (self.cleaned_data["rows"], self.cleaned_data["columns"])


class PublicFiguresForm(forms.Form):
    """Which questions' figures everybody may see; none is an answer too."""

    def __init__(self, figures: Figures, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(one.question.id, one.question.text) for one in figures.alone if one.table]
        self.fields["questions"] = forms.MultipleChoiceField(
            label="Show the figures of these questions",
            choices=asked,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
