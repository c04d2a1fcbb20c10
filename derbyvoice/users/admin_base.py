"""The ground of every admin page: read by role; changed only through a form that calls a room's action."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from derbyvoice.audit.models import Event, Reading
from derbyvoice.govuk.rows import ManyRowsField
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.users.roles import Role

ONLY_DRAWN = ("prefix", "suffix", "width")
TYPED = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.Textarea, forms.MultiWidget)


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of the admin that changes things by calling one action. Subclasses name the model, the fields and `act`.

    A `ValidationError` that the action raises is shown at the form; nothing has then changed."""

    refusal: ValidationError | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for word in ONLY_DRAWN:
                field.widget.attrs.pop(word, None)
            if isinstance(field.widget, TYPED):  # what one person typed is not offered to the next at that computer
                field.widget.attrs.setdefault("autocomplete", "off")

    def act(self, *, by: User) -> models.Model:
        """Call the room's action with `self.instance` and `self.cleaned_data`; give back the row."""
        raise NotImplementedError(f"{type(self).__name__} names no action.")

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.refusal:
            known = not hasattr(self.refusal, "error_dict") or set(self.refusal.error_dict) <= set(self.fields)
            self.add_error(None, self.refusal if known else self.refusal.messages)


class StaffModelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read-only for the roles it names. `add_form_action` and `change_form_action` open what an action can do.

    Nothing is ever deleted here."""

    roles: tuple[Role, ...] = (roles.OFFICE_STAFF,)
    add_form_action: type[ActionForm] | None = None
    change_form_action: type[ActionForm] | None = None
    list_per_page = 50
    list_max_show_all = 50
    list_select_related: Any = True
    show_full_result_count = False
    actions = None
    object_history_template = "admin/history_of_row.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and request.user.has_role(*self.roles)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_form_action is not None and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.change_form_action is not None and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{"form_class": ManyRowsField, **kwargs})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        chosen = self.change_form_action if change else self.add_form_action
        if chosen is None:
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, **{**kwargs, "form": chosen})
        return type(chosen.__name__, (form,), {"refusal": getattr(request, "refusal", None)})

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """What hangs on a row; a row that is not there yet has nothing."""
        return super().get_inlines(request, obj) if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where a form acts, its own fields; else the page's."""
        chosen = self.change_form_action if obj else self.add_form_action
        if chosen is None or self.fieldsets:
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": [*chosen.base_fields, *self.get_readonly_fields(request, obj)]})]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """One transaction for the action and all it writes; what it refuses is shown at the form."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.act(by=request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form's action has saved it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The form's action has saved what hangs on it."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """Nothing to say: the action wrote its own audit event, and lines shown for reading were not saved."""
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The action wrote its own audit event."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The action wrote its own audit event."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done to this row and who read it, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        of_row = {"subject_type": self.opts.label_lower, "subject_id": str(row.pk)}
        events = Event.objects.filter(**of_row).select_related("by")
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {row}",
            "page_obj": Paginator(events, self.list_per_page).get_page(request.GET.get("page")),
            "readings": Reading.objects.filter(**of_row).select_related("by")[: self.list_per_page],
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)


class Lines(admin.TabularInline):  # type: ignore[type-arg]
    """What hangs on a row, for reading; each has a page of its own where it is changed."""

    template = "admin/lines.html"
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True
