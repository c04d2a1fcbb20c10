"""Contracts, their money and their targets in the admin."""

from typing import Any

from django.contrib import admin

from derbyvoice.govuk.money import PoundsField
from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm, Lines, StaffModelAdmin
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.admin.access import Accesses, BreakOffs, SubProviders
from services.contracts.admin.lines import pounds
from services.contracts.models import BudgetLine, Contract, Funder, Kpi, Variation
from services.contracts.periods import year_name


class BudgetLines(Lines):
    model = BudgetLine
    fields = readonly_fields = ["year", "what_for", "amount"]

    @admin.display(description="financial year")
    def year(self, row: BudgetLine) -> str:
        return year_name(row.financial_year)

    @admin.display(description="amount")
    def amount(self, row: BudgetLine) -> str:
        return pounds(row.amount_pence)


class Kpis(Lines):
    model = Kpi
    fields = readonly_fields = ["name", "unit", "direction", "target", "ended_on"]


class Variations(Lines):
    model = Variation
    fields = readonly_fields = ["decided_on", "decided_by", "change", "change_months", "reason"]

    @admin.display(description="change of value")
    def change(self, row: Variation) -> str:
        return pounds(row.change_pence)


class ContractForm(ActionForm):
    maximum_pence = PoundsField(required=False, label="Most it may cost over its whole life")

    class Meta:
        model = Contract
        fields = [
            "title", "area", "provider", "starts_on", "ends_on", "years", "maximum_pence", "regime", "ocid", "notes",
        ]  # fmt: skip

    def act(self, *, by: User) -> Contract:
        facts, now = self.cleaned_data, clock.now()
        if self.instance.pk:
            return actions.change_contract(self.instance, at=now, by=by, **facts)
        return actions.add_contract(at=now, by=by, **facts)


@admin.register(Contract)
class ContractAdmin(StaffModelAdmin):
    """Its days are those on which its providers may open referrals."""

    add_form_action = change_form_action = ContractForm
    list_display = ["title", "area", "provider", "starts_on", "ends_on", "most", "demonstration"]
    list_filter = ["area", "regime", "demonstration"]
    search_fields = ["title", "provider__name"]
    inlines = [BudgetLines, Kpis, SubProviders, Variations, BreakOffs, Accesses]

    @admin.display(description="most it may cost", ordering="maximum_pence")
    def most(self, row: Contract) -> str:
        return pounds(row.maximum_pence)


class BudgetLineForm(ActionForm):
    amount_pence = PoundsField(label="Amount")

    class Meta:
        model = BudgetLine
        fields = ["contract", "financial_year", "what_for", "amount_pence", "cohorts", "funders"]

    def act(self, *, by: User) -> BudgetLine:
        facts = self.cleaned_data
        return (
            actions.change(self.instance, by=by, **facts)
            if self.instance.pk
            else actions.add_budget_line(facts.pop("contract"), by=by, **facts)
        )


@admin.register(BudgetLine)
class BudgetLineAdmin(StaffModelAdmin):
    add_form_action = change_form_action = BudgetLineForm
    list_display = ["year", "contract", "what_for", "amount", "for_whom", "paid_by"]
    list_filter = ["financial_year", "cohorts", "funders", "contract"]
    search_fields = ["what_for", "contract__title"]
    list_select_related = ["contract"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("cohorts", "funders")

    @admin.display(description="financial year", ordering="financial_year")
    def year(self, row: BudgetLine) -> str:
        return year_name(row.financial_year)

    @admin.display(description="amount", ordering="amount_pence")
    def amount(self, row: BudgetLine) -> str:
        return pounds(row.amount_pence)

    @admin.display(description="cohorts")
    def for_whom(self, row: BudgetLine) -> str:
        return ", ".join(str(cohort) for cohort in row.cohorts.all()) or "everybody"

    @admin.display(description="paid by")
    def paid_by(self, row: BudgetLine) -> str:
        return ", ".join(str(funder) for funder in row.funders.all()) or "the office"


class VariationForm(ActionForm):
    change_pence = PoundsField(negative=True, initial=0, label="Change of value", help_text="Less: -5,000. None: 0.")

    class Meta:
        model = Variation
        fields = ["contract", "decided_on", "financial_year", "change_pence", "change_months", "reason"]

    def act(self, *, by: User) -> Variation:
        return actions.add_variation(self.cleaned_data.pop("contract"), at=clock.now(), by=by, **self.cleaned_data)


@admin.register(Variation)
class VariationAdmin(StaffModelAdmin):
    add_form_action = VariationForm
    list_display = ["decided_on", "contract", "change", "change_months", "decided_by"]
    list_filter = ["contract"]

    @admin.display(description="change of value", ordering="change_pence")
    def change(self, row: Variation) -> str:
        return pounds(row.change_pence)


class FunderForm(ActionForm):
    class Meta:
        model = Funder
        fields = ["name"]

    def act(self, *, by: User) -> Funder:
        return actions.change(self.instance, by=by, **self.cleaned_data)


@admin.register(Funder)
class FunderAdmin(StaffModelAdmin):
    add_form_action = change_form_action = FunderForm
    search_fields = ["name"]


class KpiForm(ActionForm):
    class Meta:
        model = Kpi
        fields = ["contract", "name", "definition", "unit", "direction", "target", "cohort", "position", "ended_on"]

    def act(self, *, by: User) -> Kpi:
        facts = self.cleaned_data
        return (
            actions.change(self.instance, by=by, **facts)
            if self.instance.pk
            else actions.add_kpi(facts.pop("contract"), by=by, **facts)
        )


@admin.register(Kpi)
class KpiAdmin(StaffModelAdmin):
    add_form_action = change_form_action = KpiForm
    list_display = ["name", "contract", "unit", "direction", "target", "cohort", "ended_on"]
    list_filter = ["contract", "unit"]
    search_fields = ["name", "definition"]
