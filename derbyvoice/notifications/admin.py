"""The outbox, to be looked at: what was sent, what failed, what nobody knows. No address and no words are in it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.timezone import localtime

from derbyvoice.notifications.forms import DecisionForm
from derbyvoice.notifications.kinds import all_kinds
from derbyvoice.notifications.models import DeadAddress, Heartbeat, Message
from derbyvoice.users.admin_base import StaffModelAdmin


class KindFilter(admin.SimpleListFilter):
    """By kind of message; asks the registered kinds, not a million rows."""

    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(kind.key, kind.description) for kind in all_kinds()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class WhatToDoFilter(admin.SimpleListFilter):
    """What needs a person."""

    title, parameter_name = "needs a person", "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("settle", "Uncertain after its repeat"), ("repeated", "Sent twice, perhaps")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = {"settle": queryset.to_settle, "repeated": lambda: queryset.filter(repeats__gt=0)}
        return chosen[self.value()]() if self.value() in chosen else queryset


@admin.register(Message)
class MessageAdmin(StaffModelAdmin):
    """Read, and decide what the program cannot."""

    change_form_action = DecisionForm
    list_display = ("reference", "kind", "state", "reason", "queued_at", "finished_at", "delivered_at", "repeats")
    list_filter = ("state", KindFilter, WhatToDoFilter)
    list_select_related = False
    search_fields = ("=recipient_ref", "=dedupe_key", "=transport_ref")
    search_help_text = "The reference of a person, of the message's cause, or of GOV.UK Notify, in full"
    readonly_fields = (
        "kind",
        "recipient_ref",
        "context_ref",
        "reference",
        "state",
        "reason",
        "queued_at",
        "next_try_at",
        "handed_over_at",
        "uncertain_at",
        "finished_at",
        "delivered_at",
        "tries",
        "repeats",
        "transport",
        "transport_ref",
        "what_happened",
    )

    @admin.display(description="what happened")
    def what_happened(self, message: Message) -> str:
        """Its steps in order."""
        lines = [
            (f"{localtime(step.at):%-d %B %Y, %H:%M:%S}", step.get_state_display(), step.reason)
            for step in message.steps.all()
        ]
        return format_html_join("\n", "<div>{}: {} {}</div>", lines) or "nothing yet"


@admin.register(Heartbeat)
class HeartbeatAdmin(StaffModelAdmin):
    """When each sweep last ran."""

    list_display = ("name", "at")
    list_display_links = None


@admin.register(DeadAddress)
class DeadAddressAdmin(StaffModelAdmin):
    """Addresses that refused mail, by a keyed hash. They are revived by trying a failed message again."""

    list_display = ("address_key", "since_at")
    list_display_links = None
