"""The plain facts of the office, as lists that can be mended."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from derbyvoice.office.forms import (
    CohortForm,
    CrimeGroupForm,
    DistrictForm,
    EmergencyContactForm,
    OfficeForm,
    VictimRightForm,
)
from derbyvoice.office.models import Cohort, CrimeGroup, District, EmergencyContact, Office, VictimRight
from derbyvoice.users.admin_base import StaffModelAdmin


class FactAdmin(StaffModelAdmin):
    """A fact can be added and changed. Its identity stays: end it by its last day instead, and add another."""

    identity: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.identity if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        chosen = self.change_form_action or self.add_form_action
        return [(None, {"fields": list(chosen.base_fields)})] if chosen else super().get_fieldsets(request, obj)


@admin.register(Office)
class OfficeRowAdmin(FactAdmin):
    """The office itself: one row."""

    change_form_action = OfficeForm
    list_display = ("name", "service_name", "holder_title", "area", "force_name")


@admin.register(District)
class DistrictAdmin(FactAdmin):
    add_form_action = change_form_action = DistrictForm
    identity = ("code",)
    list_display = ("name", "code", "valid_from", "valid_to")
    search_fields = ("name", "code")


@admin.register(CrimeGroup)
class CrimeGroupAdmin(FactAdmin):
    add_form_action = change_form_action = CrimeGroupForm
    identity = ("key",)
    list_display = ("name", "plain_name", "risk", "heightened", "valid_from", "valid_to")
    list_filter = ("risk", "heightened")
    search_fields = ("name", "plain_name", "key")


@admin.register(Cohort)
class CohortAdmin(FactAdmin):
    add_form_action = change_form_action = CohortForm
    identity = ("key",)
    list_display = ("name", "plain_name", "heightened", "position", "valid_from", "valid_to")
    search_fields = ("name", "plain_name", "key")


@admin.register(EmergencyContact)
class EmergencyContactAdmin(FactAdmin):
    add_form_action = change_form_action = EmergencyContactForm
    list_display = ("name", "phone", "words", "position", "valid_from", "valid_to")
    search_fields = ("name", "phone")


@admin.register(VictimRight)
class VictimRightAdmin(FactAdmin):
    add_form_action = change_form_action = VictimRightForm
    identity = ("key",)
    list_display = ("number", "name", "plain_name", "valid_from", "valid_to")
    list_display_links = ("name",)
    search_fields = ("name", "plain_name", "key")
