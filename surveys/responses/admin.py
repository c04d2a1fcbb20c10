from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from derbyvoice.users import roles
from derbyvoice.users.admin_base import StaffModelAdmin
from surveys.responses.models import Response


@admin.register(Response)
class ResponseAdmin(StaffModelAdmin):
    """Researchers find a response here by its reference. Answers, words and addresses are not shown."""

    roles = (roles.RESEARCHER,)
    list_display = ["reference", "version", "state", "submitted_on", "may_quote", "may_publish", "may_share"]
    list_filter = ["version__survey", "state", "may_quote", "may_publish"]
    list_select_related = ["version__survey"]
    search_fields = ["reference"]
    fields = ["reference", "version", "state", "submitted_on", "may_quote", "may_publish", "may_share"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Response]":
        return Response.objects.visible_to(request.user)
