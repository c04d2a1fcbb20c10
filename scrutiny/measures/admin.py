"""Figures in the admin: what each means, its values, and what it may be set beside."""

from django.contrib import admin

from derbyvoice.users.admin_base import StaffModelAdmin
from scrutiny.measures.forms import AddMeasureForm, ComparatorForm, MeasureForm, ValueForm
from scrutiny.measures.models import Comparator, Measure, Value


@admin.register(Measure)
class MeasureAdmin(StaffModelAdmin):
    add_form_action, change_form_action = AddMeasureForm, MeasureForm
    list_display = ("number", "name", "unit", "up_is_good", "comparator_allowed", "demonstration")
    list_display_links = ("name",)
    list_filter = ("comparator_allowed", "unit", "demonstration")
    search_fields = ("name", "definition")


@admin.register(Value)
class ValueAdmin(StaffModelAdmin):
    """Values are added and never changed: a correction is another value for the same period."""

    add_form_action = ValueForm
    list_display = ("measure", "value", "period_words", "reported", "is_current", "recorded_at", "recorded_by")
    list_filter = ("is_current", "measure")
    list_select_related = ("measure", "recorded_by")


@admin.register(Comparator)
class ComparatorAdmin(StaffModelAdmin):
    """Refused where the figure may not be compared."""

    add_form_action = ComparatorForm
    list_display = ("measure", "area", "value", "period_words", "is_sound")
    list_select_related = ("measure",)
