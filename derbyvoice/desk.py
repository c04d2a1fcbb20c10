"""The admin site of the office."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest


class OfficeAdmin(AdminSite):
    """Open to people with a role for at least one of its pages; Django's own staff flag opens nothing."""

    site_header = site_title = "Office"
    index_title = "What needs attention"
    enable_nav_sidebar = False  # it would keep its state in the browser's storage
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        wanted = {role for page in self._registry.values() for role in getattr(page, "roles", ())}
        return request.user.is_authenticated and request.user.has_role(*wanted)
