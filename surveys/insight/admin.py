from django.contrib import admin

from derbyvoice.users import roles
from derbyvoice.users.admin_base import StaffModelAdmin
from surveys.insight.models import Finding


@admin.register(Finding)
class FindingAdmin(StaffModelAdmin):
    """Findings are written and published on the staff pages; here they are found again."""

    roles = (roles.OFFICE_STAFF, roles.RESEARCHER)
    list_display = ["title", "survey", "state", "written_by", "published_at"]
    list_filter = ["state", "survey"]
    search_fields = ["title"]
    list_select_related = ["survey", "written_by"]
