"""The record, to be read: who did what, who looked at what, and the seals of finished days."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from derbyvoice.audit.models import DaySeal, Event, Reading
from derbyvoice.users.admin_base import StaffModelAdmin


class RecordAdmin(StaffModelAdmin):
    """A list that nobody can change, newest first. Its own history would say nothing."""

    list_select_related = ("by",)
    list_display_links = None
    search_fields = ("by__name", "by__email", "=subject_id", "=subject_type")
    search_help_text = "Name or e-mail of a person, the number of a record, or its kind, such as users.user"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("by")

    @admin.display(description="record")
    def subject(self, row: Any) -> str:
        return f"{row.subject_type} {row.subject_id}"


@admin.register(Event)
class EventAdmin(RecordAdmin):
    """Who did what."""

    list_display = ("at", "who", "words", "subject", "told")
    list_filter = ("verb", "by_kind", "subject_type")

    @admin.display(description="who")
    def who(self, event: Event) -> str:
        return str(event.by) if event.by else event.by_kind

    @admin.display(description="what", ordering="verb")
    def words(self, event: Event) -> str:
        return event.words

    @admin.display(description="facts")
    def told(self, event: Event) -> str:
        return "; ".join(f"{name}: {fact}" for name, fact in event.facts.items())


@admin.register(Reading)
class ReadingAdmin(RecordAdmin):
    """Who looked at a confidential record, and why."""

    list_display = ("at", "by", "subject", "why")
    list_filter = ("subject_type",)


@admin.register(DaySeal)
class DaySealAdmin(StaffModelAdmin):
    """The chain of days."""

    list_display = ("day", "events", "readings", "digest")
    list_display_links = None
