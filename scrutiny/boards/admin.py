"""Boards in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from derbyvoice.users.admin_base import StaffModelAdmin
from scrutiny.boards.forms import (
    AddBoardForm,
    AddBoardMeetingForm,
    AddSeatForm,
    BoardForm,
    BoardMeetingForm,
    EndSeatForm,
    WorkstreamForm,
)
from scrutiny.boards.models import Board, BoardMeeting, Seat, Workstream


@admin.register(Board)
class BoardAdmin(StaffModelAdmin):
    add_form_action, change_form_action = AddBoardForm, BoardForm
    list_display = ("name", "number", "source", "demonstration")
    search_fields = ("name",)


@admin.register(Seat)
class SeatAdmin(StaffModelAdmin):
    """A body's place on a board; it ends by its last day."""

    add_form_action, change_form_action = AddSeatForm, EndSeatForm
    list_display = ("board", "kind", "body", "partner", "valid_from", "valid_to")
    list_filter = ("board", "kind")
    list_select_related = ("board",)


@admin.register(Workstream)
class WorkstreamAdmin(StaffModelAdmin):
    add_form_action = WorkstreamForm
    list_display = ("name", "board", "position")
    list_filter = ("board",)


@admin.register(BoardMeeting)
class BoardMeetingAdmin(StaffModelAdmin):
    """Added again for the same day, what is new is kept."""

    add_form_action, change_form_action = AddBoardMeetingForm, BoardMeetingForm
    list_display = ("board", "date", "link")
    list_filter = ("board",)
    list_select_related = ("board",)
    date_hierarchy = "date"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("board",) if obj else ()
