"""Guidance in the admin: guides, their parts and films."""

from django.contrib import admin
from django.db import models

from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from services.guidance import actions
from services.guidance.models import Clip, Guide, Part

DATES = ["valid_from", "valid_to", "source"]


class KeepForm(ActionForm):
    def act(self, *, by: User) -> models.Model:
        return actions.keep(self.instance, by=by, **self.cleaned_data)


class GuideForm(KeepForm):
    class Meta:
        model = Guide
        fields = ["slug", "title", "summary", "position", *DATES]


class PartForm(KeepForm):
    class Meta:
        model = Part
        fields = ["guide", "heading", "words", "position", *DATES]


class ClipForm(KeepForm):
    class Meta:
        model = Clip
        fields = ["guide", "title", "film", "captions", "transcript", "length", "position", *DATES]


@admin.register(Guide)
class GuideAdmin(StaffModelAdmin):
    add_form_action = change_form_action = GuideForm
    list_display = ["title", "slug", "position", "valid_from", "valid_to"]
    search_fields = ["title", "summary"]


@admin.register(Part)
class PartAdmin(StaffModelAdmin):
    add_form_action = change_form_action = PartForm
    list_display = ["heading", "guide", "position", "valid_from", "valid_to"]
    list_filter = ["guide"]
    search_fields = ["heading", "words"]


@admin.register(Clip)
class ClipAdmin(StaffModelAdmin):
    add_form_action = change_form_action = ClipForm
    list_display = ["title", "guide", "length"]
