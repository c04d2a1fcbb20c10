"""What the office keeps for cases. Cases themselves, and whoever they are about, are not shown here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from services.cases.actions import keep_fact
from services.cases.models import ContactPolicy, DigestRun, Officer, Team


class TeamForm(ActionForm):
    class Meta:
        model = Team
        fields = ["key", "name"]

    def act(self, *, by: User) -> Team:
        return keep_fact(self.instance, by=by)


@admin.register(Team)
class TeamAdmin(StaffModelAdmin):
    add_form_action = change_form_action = TeamForm
    list_display = ["name", "key"]
    search_fields = ["name", "key"]


class OfficerForm(ActionForm):
    class Meta:
        model = Officer
        fields = ["user", "force_id", "team", "serving"]

    def act(self, *, by: User) -> Officer:
        return keep_fact(self.instance, by=by)


@admin.register(Officer)
class OfficerAdmin(StaffModelAdmin):
    """An officer who stops serving gets no new case and no morning message; their role is ended in Users."""

    add_form_action = change_form_action = OfficerForm
    list_display = ["user", "force_id", "team", "serving"]
    list_filter = ["serving", "team"]
    search_fields = ["user__name", "user__email", "force_id", "team__name"]
    list_select_related = ["user", "team"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user",) if obj else ()


class ContactPolicyForm(ActionForm):
    class Meta:
        model = ContactPolicy
        fields = ["crime_group", "days", "counting", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> ContactPolicy:
        return keep_fact(self.instance, by=by)


@admin.register(ContactPolicy)
class ContactPolicyAdmin(StaffModelAdmin):
    add_form_action = change_form_action = ContactPolicyForm
    list_display = ["days", "counting", "crime_group", "valid_from", "valid_to", "source"]
    list_filter = ["counting"]
    search_fields = ["source", "crime_group__name"]
    list_select_related = ["crime_group"]


@admin.register(DigestRun)
class DigestRunAdmin(StaffModelAdmin):
    """That the officers' morning messages were queued: once a day."""

    list_display = ["day", "queued", "ran"]
    date_hierarchy = "day"
