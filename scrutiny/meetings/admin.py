"""Meetings in the admin: planning them, publishing their papers, and moving them on."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from derbyvoice.users.admin_base import StaffModelAdmin
from scrutiny.meetings.forms import AddAgendaForm, AddMeetingForm, AgendaForm, MeetingForm, PaperForm, SeriesForm
from scrutiny.meetings.models import AgendaItem, Meeting, Paper, Series


@admin.register(Series)
class SeriesAdmin(StaffModelAdmin):
    add_form_action = change_form_action = SeriesForm
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(Meeting)
class MeetingAdmin(StaffModelAdmin):
    """A new meeting is a draft; it becomes public when its state is changed to planned."""

    add_form_action, change_form_action = AddMeetingForm, MeetingForm
    list_display = ("date", "series", "priority", "state", "question_deadline", "published_on", "demonstration")
    list_filter = ("state", "series", "demonstration")
    list_select_related = ("series", "priority")
    search_fields = ("series__name", "priority__name", "place")
    date_hierarchy = "date"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("series", "date", "address", "state") if obj else ()


@admin.register(AgendaItem)
class AgendaItemAdmin(StaffModelAdmin):
    add_form_action, change_form_action = AddAgendaForm, AgendaForm
    list_display = ("meeting", "position", "title")
    list_select_related = ("meeting__series",)
    search_fields = ("title",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("meeting", "position") if obj else ()


@admin.register(Paper)
class PaperAdmin(StaffModelAdmin):
    add_form_action = change_form_action = PaperForm
    list_display = ("title", "meeting", "kind", "link", "captions", "added_at")
    list_filter = ("kind", "captions")
    list_select_related = ("meeting__series",)
    search_fields = ("title",)
