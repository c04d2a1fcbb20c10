"""Keys of programs, and what was refused."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from services.intake.choices import Scope
from services.intake.keys import end_key, make_key
from services.intake.models import ApiKey, IntakeReceipt, IntakeRefusal


class MakeKeyForm(ActionForm):
    """A new key. It is shown on the next page, once."""

    days = forms.IntegerField(label="How many days it works", min_value=1, max_value=730, initial=365)
    may = forms.MultipleChoiceField(
        label="What it may do", choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.CASES_WRITE]
    )

    class Meta:
        model = ApiKey
        fields = ["name"]

    def act(self, *, by: User) -> ApiKey:
        found = self.cleaned_data
        scopes = [Scope(word) for word in found["may"]]
        row, secret = make_key(name=found["name"], scopes=scopes, days=found["days"], by=by, now=clock.now())
        row.shown_once = secret  # type: ignore[attr-defined]  # held for this answer only, never saved
        return row


class EndKeyForm(ActionForm):
    """Saving ends the key: it is refused from the next request on."""

    class Meta:
        model = ApiKey
        fields: list[str] = []

    def act(self, *, by: User) -> ApiKey:
        end_key(self.instance, by=by, now=clock.now())
        self.instance.refresh_from_db()
        return self.instance


@admin.register(ApiKey)
class ApiKeyAdmin(StaffModelAdmin):
    """Keys of programs. To end one at once, open it and save."""

    add_form_action, change_form_action = MakeKeyForm, EndKeyForm
    list_display = ["name", "prefix", "expires", "last_used", "ended_at", "ended_by"]
    search_fields = ["name", "prefix"]
    list_select_related = ["ended_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("name", "prefix", "scopes", "made_at", "made_by", "expires", "last_used", "ended_at") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.get_readonly_fields(request, obj) or ("name", "days", "may")})]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.ended_at)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The key itself, on this page and never again: no message, no session, no log holds it."""
        context = {**self.admin_site.each_context(request), "title": "The new key", "key": obj, "opts": self.opts}
        response = TemplateResponse(request, "admin/key_once.html", context)
        response["Cache-Control"] = "no-store"
        return response


@admin.register(IntakeReceipt)
class IntakeReceiptAdmin(StaffModelAdmin):
    """Posts that were taken in, by our own ids: no word of theirs."""

    list_display = ["taken", "key", "force_version"]
    list_filter = ["key"]
    list_select_related = ["key"]
    fields = ["key", "force_version", "answer", "taken"]


@admin.register(IntakeRefusal)
class IntakeRefusalAdmin(StaffModelAdmin):
    """Posts that were refused, to be counted and talked about with the force: field and reason, no contents."""

    list_display = ["refused", "status", "field", "code", "key"]
    list_filter = ["status", "code", "key"]
    search_fields = ["field", "code"]
    date_hierarchy = "refused"
    list_select_related = ["key"]
