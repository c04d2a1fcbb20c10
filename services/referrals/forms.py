"""What provider workers and officers choose about referrals."""

from typing import Any

from django import forms

from services.cases.models import Case
from services.directory.models import Service
from services.referrals.choices import REASONS_FOR, TRANSITIONS, Basis, Reason, State
from services.referrals.models import Referral

WHY_OPEN = ("To contact them", "To prepare their support", "To answer their question")
THEIR_REASONS = [(reason.value, reason.label) for reason in Reason if reason != Reason.STOPPED]
MOVES = {
    State.ACCEPTED: "Accept: we will help",
    State.STARTED: "Support has begun",
    State.CLOSED: "Close: our support has ended",
    State.DECLINED: "Decline: we cannot help",
    State.WITHDRAWN: "They do not want it",
}


class MoveForm(forms.Form):
    """What became of a referral; what ends it needs a reason from the list."""

    to = forms.ChoiceField(
        label="What happens now?", widget=forms.RadioSelect, error_messages={"required": "Choose what happens now"}
    )
    reason = forms.ChoiceField(
        label="If you close or decline: why?", choices=[("", "---------"), *THEIR_REASONS], required=False
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = TRANSITIONS[referral.state]
        self.fields["to"].choices = [(state.value, words) for state, words in MOVES.items() if state in allowed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A reason goes with what it is for; a move that needs none has none."""
        found = super().clean() or {}
        wanted = REASONS_FOR.get(found.get("to", ""))
        if wanted is None:
            found["reason"] = ""
        elif len(wanted) == 1:
            found["reason"] = next(iter(wanted))
        elif found.get("reason") not in wanted:
            words = ", ".join(sorted(Reason(reason).label for reason in wanted))
            self.add_error("reason", f"Choose one of these: {words}")
        return found


class OpenForm(forms.Form):
    """Why a worker looks at who it is."""

    why = forms.ChoiceField(label="Why do you need it?", choices=[(words, words) for words in WHY_OPEN])


class ReferForm(forms.Form):
    """An officer passes the person of their case to a service."""

    service = forms.ModelChoiceField(label="Which service?", queryset=Service.objects.none(), empty_label="Choose one")
    basis = forms.ChoiceField(
        label="Did they say yes?",
        choices=[(Basis.EXPLICIT_CONSENT, "Yes, they said yes to this service")],
        widget=forms.RadioSelect,
        error_messages={"required": "Ask them first. Without a yes nothing is sent"},
    )

    def __init__(self, *args: Any, case: Case, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Service.objects.taking_people(day).for_crime_group(case.crime_group)
        if case.district:
            offered = offered.in_district(case.district)
        self.fields["service"].queryset = offered.select_related("provider")  # type: ignore[attr-defined]
