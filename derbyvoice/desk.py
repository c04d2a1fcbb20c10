"""The admin site of the office."""

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from derbyvoice.office import clock
from derbyvoice.users.attention import waiting_for
from derbyvoice.users.roles import OFFICE_STAFF

LIBRARIES = ("django.", "allauth.")


class OfficeAdmin(AdminSite):
    """Open to people with a role for at least one of its pages; Django's own staff flag opens nothing."""

    site_header = site_title = "Office"
    index_title = "What needs attention"
    enable_nav_sidebar = False  # it would keep its state in the browser's storage
    site_url = None

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Pages that libraries bring are left out: they would change rows without an action and its audit."""
        if admin_class is None or not admin_class.__module__.startswith(LIBRARIES):
            super().register(model_or_iterable, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Rooms in the order of the house."""
        order = {config.label: place for place, config in enumerate(apps.get_app_configs())}
        return sorted(super().get_app_list(request, app_label), key=lambda room: order[room["app_label"]])

    def has_permission(self, request: HttpRequest) -> bool:
        wanted = {role for page in self._registry.values() for role in getattr(page, "roles", ())}
        return request.user.is_authenticated and request.user.has_role(OFFICE_STAFF, *wanted)

    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one way in for everybody, and it asks for a second factor."""
        if request.user.is_authenticated:
            if not self.has_permission(request):
                raise PermissionDenied
            return redirect("admin:index")
        here = request.GET.get("next") or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': here})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Nobody has a password."""
        raise Http404

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        raise Http404

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What needs attention today, then every list."""
        waiting = waiting_for(request.user, now=clock.now())
        return super().index(request, {"waiting": waiting, **(extra_context or {})})
