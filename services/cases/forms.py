"""What officers and supervisors type about cases."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q

from derbyvoice.govuk.dates import SplitDateField
from derbyvoice.users import roles
from derbyvoice.users.models import RoleGrant, User
from services.cases import due
from services.cases.actions import Said, Tried
from services.cases.choices import About, Channel, LongerReason, Result, Safety, Way
from services.cases.models import Case, ContactPolicy, Officer
from services.directory.models import Membership

TALKED = "talked"
DAYS_BACK = 14
YEAR = timedelta(days=365)
READY_REASONS = (
    "To contact them",
    "To answer their question",
    "To check what is written down",
)


def days_back(today: date) -> list[tuple[str, str]]:
    """Today and the days before it, as people say them."""
    names = {0: "Today", 1: "Yesterday"}
    days = [(today - timedelta(days=back), back) for back in range(DAYS_BACK)]
    return [(str(day), names.get(back, f"{day:%A} {day.day} {day:%B}")) for day, back in days]


class LogForm(forms.Form):
    """One screen for a contact or an attempt. Two taps and save: all else is filled in."""

    happened = forms.ChoiceField(
        label="What happened?",
        choices=[(TALKED, "We talked"), *Result.choices],
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Say what happened"},
    )
    about = forms.ChoiceField(
        label="If you talked: what about?", choices=[("", "---------"), *About.choices], required=False
    )
    way = forms.ChoiceField(
        label="How?", choices=Way.choices, initial=Way.PHONE, error_messages={"required": "Say how you tried"}
    )
    happened_on = forms.ChoiceField(label="Which day?")
    next_on = SplitDateField(
        label="If you talked: when is the next contact?", required=False, help_text="Agree the day with them."
    )
    longer_reason = forms.ChoiceField(
        label="Why later?", choices=[("", "---------"), *LongerReason.choices], required=False
    )
    note = forms.CharField(
        label="Note (optional)",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "threshold": 75}),
        help_text="Only what the next officer must know. It is sealed.",
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    edit = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, case: Case, today: date, policy: ContactPolicy, **kwargs: Any) -> None:
        self.case, self.today, self.policy = case, today, policy
        self.offered_on = self.standard_on = standard_on = self.standard_after(today)
        fresh = {"form_id": uuid.uuid4(), "edit": case.edit, "happened_on": str(today), "next_on": standard_on}
        kwargs["initial"] = {**fresh, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].choices = days_back(today)  # type: ignore[attr-defined]
        self.fields["longer_reason"].label = f"If it is later than {standard_on.day} {standard_on:%B}: why?"

    def standard_after(self, talked_on: date) -> date:
        """By when they are contacted again, counted from the last talk on record; never today or before."""
        last = max(talked_on, self.case.last_contact_on or talked_on)
        return max(due.due_after(last, self.policy), self.today + timedelta(days=1))

    @property
    def more_open(self) -> bool:
        """Whether the part that is seldom needed is shown: something stands in it, or something there is wrong."""
        seldom = ("way", "happened_on", "longer_reason", "note")
        return self.is_bound and any(name in self.errors or name in self.changed_data for name in seldom)

    @property
    def talked(self) -> bool:
        return self.cleaned_data.get("happened") == TALKED

    def clean_happened_on(self) -> date:
        return date.fromisoformat(self.cleaned_data["happened_on"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.talked:
            self.check_talk(found)
        return found

    def check_talk(self, found: dict[str, Any]) -> None:
        """A talk has a subject and a next day; a later day than the standard says has a reason."""
        if not found.get("about"):
            self.add_error("about", "Say what you talked about")
        if "next_on" not in self.errors:
            self.check_next_day(found)

    def check_next_day(self, found: dict[str, Any]) -> None:
        """The day that stood on the form counts from today: after an earlier talk the standard takes its place."""
        self.standard_on = self.standard_after(found.get("happened_on") or self.today)
        typed = found.get("next_on")
        next_on = self.standard_on if typed in (None, self.offered_on) else typed
        found["next_on"] = next_on
        if not self.today < next_on <= self.today + YEAR:
            self.add_error("next_on", "Choose a day after today, within a year")
        elif next_on > self.standard_on and not found.get("longer_reason"):
            self.add_error("longer_reason", f"Say why it is later than {self.standard_on.day} {self.standard_on:%B}")

    def told(self) -> Said | Tried:
        """What the officer told, as the action takes it."""
        found = self.cleaned_data
        same = {name: found[name] for name in ("way", "happened_on", "note")}
        if not self.talked:
            return Tried(result=found["happened"], **same)
        late = found["next_on"] > self.standard_on
        reason = found["longer_reason"] if late else ""
        return Said(about=found["about"], next_on=found["next_on"], longer_reason=reason, **same)


class OpenForm(forms.Form):
    """Why somebody looks at what is sealed."""

    why = forms.ChoiceField(label="Why do you need it?", choices=[(words, words) for words in READY_REASONS])


class ChannelsForm(forms.Form):
    """What the person said of each way to reach them. Not known is not safe."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        known = dict(case.channels.values_list("channel", "state"))
        super().__init__(*args, **kwargs)
        for channel in Channel:
            self.fields[channel.value] = forms.ChoiceField(
                label=channel.label,
                choices=Safety.choices,
                initial=known.get(channel.value, Safety.UNKNOWN.value),
                widget=forms.RadioSelect(attrs={"small": True, "inline": True}),
            )

    def told(self) -> dict[Channel, Safety]:
        """What was changed on this page."""
        return {Channel(name): Safety(self.cleaned_data[name]) for name in self.changed_data}


class HandOverForm(forms.Form):
    """Another officer of a team holds the case."""

    officer = forms.ModelChoiceField(
        label="Who takes the case?", queryset=Officer.objects.none(), empty_label="Choose one"
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        serving = Officer.objects.serving().select_related("user")
        blocked = case.conflicts.in_force().values("user")
        self.fields["officer"].queryset = serving.exclude(pk=case.officer_id).exclude(user__in=blocked)  # type: ignore[attr-defined]


class PersonField(forms.ModelChoiceField):
    """An officer with their number, so that two of one name are told apart; else with where they work."""

    def label_from_instance(self, obj: Any) -> str:
        officer = getattr(obj, "officer", None)
        providers = ", ".join(str(row.provider) for row in obj.works_now)
        return str(officer) if officer else f"{obj.name} ({providers or 'Witness Care'})"


class BlockForm(forms.Form):
    """Somebody who could see the case, its private page or a referral of its person knows somebody in it."""

    person = PersonField(label="Who must not see this case?", queryset=User.objects.none(), empty_label="Choose one")

    def __init__(self, *args: Any, case: Case, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blocked = case.conflicts.in_force().values("user")
        works = Membership.objects.not_over(day)
        team = RoleGrant.objects.in_force().filter(role=roles.WITNESS_CARE.key).values("user")
        could_see = Q(officer__isnull=False) | Q(pk__in=team) | Q(pk__in=works.values("user"))
        named = Prefetch("memberships", works.select_related("provider"), to_attr="works_now")
        people = User.objects.filter(could_see).exclude(pk__in=blocked).select_related("officer__user")
        self.fields["person"].queryset = people.prefetch_related(named)  # type: ignore[attr-defined]


class FindForm(forms.Form):
    """A case is found by its whole reference: parts of it are not kept anywhere."""

    reference = forms.CharField(
        label="Find by reference",
        max_length=40,
        widget=forms.TextInput(attrs={"width": "20"}),
        error_messages={"required": "Write the reference of a case"},
    )

    def clean_reference(self) -> str:
        words: str = self.cleaned_data["reference"]
        if any(not mark.isprintable() for mark in words):
            raise ValidationError("Write the reference as it stands in your record system")
        return words.strip()
