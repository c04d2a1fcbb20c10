from django.contrib import admin

from derbyvoice.users import roles
from derbyvoice.users.admin_base import StaffModelAdmin
from surveys.fieldwork.models import Batch, Device, Session


@admin.register(Session)
class SessionAdmin(StaffModelAdmin):
    """Sessions are planned and written up on the staff pages; notes are never shown here."""

    roles = (roles.RESEARCHER,)
    list_display = ["topic", "kind", "held_on", "place", "state", "debrief"]
    list_filter = ["kind", "state", "debrief"]
    search_fields = ["topic"]


@admin.register(Batch)
class BatchAdmin(StaffModelAdmin):
    """What was typed in from paper and by telephone, by batch."""

    list_display = ["name", "version", "channel", "begun_by", "begun_at", "finished_at"]
    list_filter = ["channel"]
    search_fields = ["name"]


@admin.register(Device)
class DeviceAdmin(StaffModelAdmin):
    """Devices that are handed round, and how much they took. Their links are never shown."""

    exclude = ["token_hash", "sitting"]
    list_display = ["name", "survey", "until", "taken", "most", "ended_at"]
    search_fields = ["name"]
