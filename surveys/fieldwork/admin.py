from django.contrib import admin

from derbyvoice.users import roles
from derbyvoice.users.admin_base import StaffModelAdmin
from surveys.fieldwork.models import Session


@admin.register(Session)
class SessionAdmin(StaffModelAdmin):
    """Sessions are recorded on the staff pages; notes are never shown here."""

    roles = (roles.RESEARCHER,)
    list_display = ["topic", "kind", "held_on", "place", "debriefed"]
    list_filter = ["kind", "debriefed"]
    search_fields = ["topic", "place"]
