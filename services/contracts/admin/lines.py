"""Shared by the admin pages of contracts."""

from typing import Any

from django.contrib import admin

from services.contracts.reports import amount_words


def pounds(pence: int | None) -> str:
    return "" if pence is None else amount_words("pence", pence)


class Lines(admin.TabularInline):  # type: ignore[type-arg]
    """What hangs on a row, for reading; each has a page of its own where it is changed."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True
