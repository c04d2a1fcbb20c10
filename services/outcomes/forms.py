"""Recording how the five outcomes stand, in one screen."""

from typing import Any

from django import forms

from services.outcomes.choices import HIGHEST, LOWEST, Moment, NoScore
from services.outcomes.models import Outcome

SCALE = [(str(n), str(n)) for n in range(LOWEST, HIGHEST + 1)]
ENDS = {LOWEST: "1, not at all", HIGHEST: f"{HIGHEST}, very much"}
ANSWERS = [(key, ENDS.get(int(key), words)) for key, words in SCALE] + list(NoScore.choices)


class ScoresForm(forms.Form):
    """When, and for each outcome a score from 1 to 5 or why there is none. What is left empty is not recorded."""

    moment = forms.ChoiceField(choices=Moment.choices, widget=forms.RadioSelect, label="When was this?")

    def __init__(self, *args: Any, outcomes: list[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = outcomes
        for outcome in outcomes:
            self.fields[outcome.key] = forms.ChoiceField(
                choices=ANSWERS,
                widget=forms.RadioSelect,
                required=False,
                label=outcome.question,
                help_text=outcome.name,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(outcome.key) for outcome in self.outcomes):
            self.add_error(None, "Choose an answer for at least one of the questions.")
        return cleaned
