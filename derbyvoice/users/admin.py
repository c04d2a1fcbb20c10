"""People and what they may do."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest

from derbyvoice.users.admin_base import StaffModelAdmin
from derbyvoice.users.admin_forms import InviteForm, PersonForm
from derbyvoice.users.models import RoleGrant, SignIn, User
from derbyvoice.users.roles import CHOICES


class RoleFilter(admin.SimpleListFilter):
    """People who hold this role now."""

    title, parameter_name = "role", "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return CHOICES

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        in_force = RoleGrant.objects.in_force().filter(role=self.value()).values("user")
        return queryset.filter(pk__in=in_force) if self.value() else queryset


@admin.register(User)
class UserAdmin(StaffModelAdmin):
    """Invite people, give and end roles, close and open accounts."""

    add_form_action = InviteForm
    change_form_action = PersonForm
    list_display = ("name", "email", "roles_now", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    list_select_related = False
    search_fields = ("name", "email")
    readonly_fields = ("email", "last_login")

    def get_queryset(self, request: HttpRequest) -> Any:
        in_force = Prefetch("grants", RoleGrant.objects.in_force().order_by("role"), to_attr="grants_now")
        return super().get_queryset(request).prefetch_related(in_force)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    @admin.display(description="roles")
    def roles_now(self, user: User) -> str:
        return ", ".join(grant.get_role_display() for grant in user.grants_now) or "none"


@admin.register(RoleGrant)
class RoleGrantAdmin(StaffModelAdmin):
    """Who gave which role to whom, and when it ended."""

    list_display = ("user", "role", "granted_at", "granted_by", "ended_at", "ended_by")
    list_filter = ("role", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("user", "granted_by", "ended_by")
    search_fields = ("user__name", "user__email")


@admin.register(SignIn)
class SignInAdmin(StaffModelAdmin):
    """Where people are signed in. Closing an account ends all of its sign-ins."""

    list_display = ("user", "device", "second_factor", "started_at", "last_seen_at", "ended_at")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    list_select_related = ("user", "ended_by")
    search_fields = ("user__name", "user__email")
    exclude = ("key_hash",)
