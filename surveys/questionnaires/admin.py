from typing import Any

from django import forms
from django.contrib import admin

from derbyvoice.lib.suppression import Protection
from derbyvoice.users import roles
from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from surveys.questionnaires import actions
from surveys.questionnaires.forms import DefinitionField
from surveys.questionnaires.models import Survey, Version

WORKERS = (roles.OFFICE_STAFF, roles.RESEARCHER)


class PrepareForm(ActionForm):
    class Meta:
        model = Survey
        fields = ["slug", "protection", "service", "cohort"]

    def act(self, *, by: User) -> Survey:
        told = {**self.cleaned_data, "protection": Protection(self.cleaned_data["protection"])}
        return actions.prepare_survey(**told, by=by)


class PublishForm(ActionForm):
    """Publish a definition as the survey's next version."""

    definition = DefinitionField(help_text="The questions as JSON. Answers that are under way keep their version.")

    class Meta:
        model = Survey
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["definition"].widget = forms.Textarea(attrs={"rows": 30, "spellcheck": "false"})

    def act(self, *, by: User) -> Survey:
        actions.publish(survey=self.instance, definition=self.cleaned_data["definition"], by=by)
        return self.instance


@admin.register(Survey)
class SurveyAdmin(StaffModelAdmin):
    roles = WORKERS
    add_form_action, change_form_action = PrepareForm, PublishForm
    list_display = ["title", "slug", "state", "current", "service", "cohort"]
    list_filter = ["state", "protection", "cohort"]
    list_select_related = ["current__survey", "service", "cohort"]
    search_fields = ["title", "slug"]


@admin.register(Version)
class VersionAdmin(StaffModelAdmin):
    roles = WORKERS
    list_display = ["survey", "number", "published_at", "published_by"]
    list_filter = ["survey"]
    search_fields = ["survey__title"]
    list_select_related = ["survey", "published_by"]
