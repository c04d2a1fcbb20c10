from django.contrib import admin

from derbyvoice.users.admin_base import StaffModelAdmin
from surveys.retention.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(StaffModelAdmin):
    """Who proposed that things go sooner, and who confirmed it or took it back. It is decided on the staff pages."""

    list_display = ["__str__", "proposed_by", "proposed_at", "confirmed_by", "confirmed_at", "withdrawn_by"]
    list_filter = ["state"]
    list_select_related = ["survey", "proposed_by", "confirmed_by", "withdrawn_by"]
