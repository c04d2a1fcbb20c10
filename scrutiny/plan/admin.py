"""The plan and its priorities."""

from django.contrib import admin

from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from scrutiny.plan import actions
from scrutiny.plan.models import Plan, Priority


class AddPlanForm(ActionForm):
    class Meta:
        model = Plan
        fields = ["title", "source"]

    def act(self, *, by: User) -> Plan:
        return actions.keep_plan(by=by, **self.cleaned_data)


class PlanForm(ActionForm):
    class Meta:
        model = Plan
        fields = ["title", "first_year", "last_year", "source"]

    def act(self, *, by: User) -> Plan:
        return actions.change(self.instance, by=by, **self.cleaned_data)


class AddPriorityForm(ActionForm):
    class Meta:
        model = Priority
        fields = ["plan", "name", "words"]

    def act(self, *, by: User) -> Priority:
        return actions.keep_priority(by=by, **self.cleaned_data)


class PriorityForm(ActionForm):
    class Meta:
        model = Priority
        fields = ["name", "words", "position"]

    def act(self, *, by: User) -> Priority:
        return actions.change(self.instance, by=by, **self.cleaned_data)


@admin.register(Plan)
class PlanAdmin(StaffModelAdmin):
    add_form_action, change_form_action = AddPlanForm, PlanForm
    list_display = ("title", "first_year", "last_year", "demonstration")
    search_fields = ("title",)


@admin.register(Priority)
class PriorityAdmin(StaffModelAdmin):
    add_form_action, change_form_action = AddPriorityForm, PriorityForm
    list_display = ("name", "plan", "position")
    list_filter = ("plan",)
    search_fields = ("name",)
