"""Promises in the admin: recording them, following them up, closing them with evidence."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from derbyvoice.office import clock
from derbyvoice.users.admin_base import StaffModelAdmin
from scrutiny.commitments.days import in_words
from scrutiny.commitments.forms import CommitmentForm, FollowUpForm
from scrutiny.commitments.models import Commitment, Update


class LateFilter(admin.SimpleListFilter):
    """Promises whose time has passed."""

    title, parameter_name = "late", "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", "Late")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Commitment]") -> "QuerySet[Commitment]":
        late = Commitment.objects.overdue(clock.today())
        return queryset.filter(pk__in=late.values("pk")) if self.value() else queryset


@admin.register(Commitment)
class CommitmentAdmin(StaffModelAdmin):
    add_form_action, change_form_action = CommitmentForm, FollowUpForm
    list_display = ("number", "what", "owner", "due_as_given", "state", "done_on", "demonstration")
    list_display_links = ("what",)
    list_filter = (LateFilter, "state", "owner", "demonstration")
    search_fields = ("what", "source", "evidence")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("state", "done_on", "evidence", "recorded_by") if obj else ()

    @admin.display(description="due", ordering="due")
    def due_as_given(self, row: Commitment) -> str:
        return in_words(row.due, row.due_precision)


@admin.register(Update)
class UpdateAdmin(StaffModelAdmin):
    """What was heard, in the order in which it was heard. Rows are added by the promise's own page."""

    list_display = ("commitment", "at", "by", "words", "from_state", "to_state")
    list_filter = ("to_state",)
    list_select_related = ("commitment", "by")
