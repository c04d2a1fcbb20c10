"""The directory in the admin: providers, what they offer, and who works for them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from services.directory import actions
from services.directory.choices import Ground
from services.directory.models import Access, Membership, Provider, Service

DATED = ["valid_from", "valid_to", "source"]


class InForceFilter(admin.SimpleListFilter):
    """What is offered today, or not any more."""

    title, parameter_name = "in force today", "today"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = queryset.model.objects.on(clock.today()).values("pk")
        chosen = {"yes": queryset.filter(pk__in=now), "no": queryset.exclude(pk__in=now)}
        return chosen.get(self.value() or "", queryset)


def web_address() -> forms.URLField:
    """An address that somebody typed without its beginning is taken for https."""
    return forms.URLField(required=False, max_length=200, assume_scheme="https")


class ProviderForm(ActionForm):
    website = web_address()

    class Meta:
        model = Provider
        fields = ["name", "about", "website", *DATED]

    def act(self, *, by: User) -> Provider:
        return actions.save_provider(self.instance, by=by)


@admin.register(Provider)
class ProviderAdmin(StaffModelAdmin):
    """A provider's last day ends its workers' access at their next request."""

    add_form_action = change_form_action = ProviderForm
    list_display = ["name", "website", "valid_from", "valid_to", "demonstration"]
    list_filter = [InForceFilter, "demonstration"]
    search_fields = ["name", "about"]


class ServiceForm(ActionForm):
    website = web_address()

    class Meta:
        model = Service
        fields = [
            "provider", "name", "plain_words", "what_happens", "phone", "website", "hours",
            "crime_groups", "districts", "cohorts", "takes_self_referral", "position", *DATED,
        ]  # fmt: skip

    def act(self, *, by: User) -> Service:
        chosen = {name: self.cleaned_data[name] for name in actions.MANY}
        return actions.save_service(self.instance, by=by, **chosen)


@admin.register(Service)
class ServiceAdmin(StaffModelAdmin):
    add_form_action = change_form_action = ServiceForm
    list_display = ["name", "provider", "phone", "takes_self_referral", "valid_from", "valid_to"]
    list_filter = [InForceFilter, "provider", "crime_groups", "districts", "cohorts"]
    search_fields = ["name", "plain_words", "provider__name", "phone"]


class AddMembershipForm(ActionForm):
    class Meta:
        model = Membership
        fields = ["user", "provider", "valid_from", "valid_to"]

    def act(self, *, by: User) -> Membership:
        return actions.add_worker(**self.cleaned_data, by=by, now=clock.now())


class EndMembershipForm(ActionForm):
    """Saving ends it: from their next request on they see nothing of the provider."""

    class Meta:
        model = Membership
        fields: list[str] = []

    def act(self, *, by: User) -> Membership:
        return actions.end_membership(self.instance, by=by, now=clock.now())


@admin.register(Membership)
class MembershipAdmin(StaffModelAdmin):
    """Who works for which provider. To end it at once, open it and save."""

    add_form_action, change_form_action = AddMembershipForm, EndMembershipForm
    list_display = ["user", "provider", "valid_from", "valid_to", "ended_at", "ended_by"]
    list_filter = ["provider"]
    search_fields = ["user__name", "user__email", "provider__name"]
    list_select_related = ["user", "provider", "ended_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user", "provider", "valid_from", "valid_to", "ended_at", "ended_by") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.ended_at)


class OpenAccessForm(ActionForm):
    """A provider without a contract may open referrals: the office's own decision."""

    class Meta:
        model = Access
        fields = ["provider", "valid_from", "valid_to", "source"]
        help_texts = {"source": "Who decided this, when, and on what ground. A contract opens access by itself."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].required = self.fields["source"].required = True

    def act(self, *, by: User) -> Access:
        return actions.open_without_contract(**self.cleaned_data, by=by)


class EndAccessForm(ActionForm):
    """Saving ends it at once: workers are signed out and open no referral from their next request on."""

    class Meta:
        model = Access
        fields = ["why_ended"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why_ended"].required = True

    def act(self, *, by: User) -> Access:
        row = Access.objects.get(pk=self.instance.pk)
        return actions.end_access(row, why=self.cleaned_data["why_ended"], at=clock.now(), by=by)


@admin.register(Access)
class AccessAdmin(StaffModelAdmin):
    """On which days a provider may open referrals. What rests on a contract ends with the contract, not here."""

    add_form_action, change_form_action = OpenAccessForm, EndAccessForm
    list_display = ["provider", "ground", "valid_from", "valid_to", "source", "ended_at", "why_ended"]
    list_filter = [InForceFilter, "ground", "provider"]
    search_fields = ["provider__name", "source"]
    list_select_related = ["provider"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("provider", "ground", "valid_from", "valid_to", "source", "ended_at", "ended_by") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A contract's access is ended where the contract is: it would otherwise open again with the next change."""
        fixed = obj and (obj.ended_at or obj.ground == Ground.CONTRACT)
        return super().has_change_permission(request, obj) and not fixed
