"""Who works under a contract, who may open referrals through it, and breaking it off, in the admin."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm, Lines, StaffModelAdmin
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.models import BreakOff, Contract, ContractAccess, SubProvider


def day_words(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "not set"


class SubProviders(Lines):
    model = SubProvider
    fields = readonly_fields = ["provider", "delivers", "last_day"]


class BreakOffs(Lines):
    model = BreakOff
    fields = readonly_fields = ["at", "by", "reason"]


class Accesses(Lines):
    """Who may open referrals through this contract, and on which days."""

    model = ContractAccess
    fields = readonly_fields = ["provider", "first_day", "last_day", "ended_at"]
    show_change_link = False

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("access__provider")

    @admin.display(description="provider")
    def provider(self, row: ContractAccess) -> str:
        return str(row.access.provider)

    @admin.display(description="first day")
    def first_day(self, row: ContractAccess) -> str:
        return day_words(row.access.valid_from)

    @admin.display(description="last day")
    def last_day(self, row: ContractAccess) -> str:
        return day_words(row.access.valid_to)

    @admin.display(description="ended at once")
    def ended_at(self, row: ContractAccess) -> str:
        at = row.access.ended_at
        return f"{day_words(timezone.localdate(at))}, {timezone.localtime(at):%H:%M}" if at else ""


class SubProviderForm(ActionForm):
    class Meta:
        model = SubProvider
        fields = ["contract", "provider", "delivers", "last_day"]

    def act(self, *, by: User) -> SubProvider:
        return actions.keep_sub_provider(self.instance, at=clock.now(), by=by, **self.cleaned_data)


@admin.register(SubProvider)
class SubProviderAdmin(StaffModelAdmin):
    add_form_action = change_form_action = SubProviderForm
    list_display = ["provider", "contract", "delivers", "last_day"]
    list_filter = ["contract"]
    search_fields = ["provider__name", "delivers"]


class ContractField(forms.ModelChoiceField):
    """A contract with its area and provider, so that two of one title are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.area} ({obj.provider or 'not let yet'})"


class BreakOffForm(ActionForm):
    """Saving breaks the contract off at once. There is no way back."""

    contract = ContractField(
        queryset=Contract.objects.none(),
        help_text="Its last day becomes today. Its providers open no referral from now on, unless another contract "
        "runs. Officers are asked to talk to the people who wait. It cannot be undone.",
    )

    class Meta:
        model = BreakOff
        fields = ["contract", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Contract.objects.running(clock.today()).not_broken_off()
        self.fields["contract"].queryset = running.select_related("provider")  # type: ignore[attr-defined]

    def act(self, *, by: User) -> BreakOff:
        return actions.break_off(
            self.cleaned_data["contract"], reason=self.cleaned_data["reason"], at=clock.now(), by=by
        )


@admin.register(BreakOff)
class BreakOffAdmin(StaffModelAdmin):
    """Contracts that the office broke off, when, who, and why."""

    add_form_action = BreakOffForm
    list_display = ["contract", "at", "by", "reason"]
    search_fields = ["contract__title", "reason"]
