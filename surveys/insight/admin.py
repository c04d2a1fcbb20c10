from django.contrib import admin

from derbyvoice.users import roles
from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from surveys.insight import actions
from surveys.insight.models import CareTerms, CodebookVersion, Extract, Finding, PublicFigure, Search


@admin.register(Finding)
class FindingAdmin(StaffModelAdmin):
    """Findings are written and published on the staff pages; here they are found again."""

    roles = (roles.OFFICE_STAFF, roles.RESEARCHER)
    list_display = ["title", "survey", "state", "written_by", "published_at"]
    list_filter = ["state", "survey"]
    search_fields = ["title"]
    list_select_related = ["survey", "written_by"]


class CareTermsForm(ActionForm):
    class Meta:
        model = CareTerms
        fields = ["a_day", "a_week", "minutes", "line_name", "line_number", "line_hours"]

    def act(self, *, by: User) -> CareTerms:
        return actions.keep_terms(self.instance, by=by, **self.cleaned_data)


@admin.register(CareTerms)
class CareTermsAdmin(StaffModelAdmin):
    """How much reading is enough, and whom staff may ring."""

    add_form_action = change_form_action = CareTermsForm
    list_display = ["__str__", "line_name", "line_number", "changed_by", "changed_at"]


@admin.register(CodebookVersion)
class CodebookVersionAdmin(StaffModelAdmin):
    """How the codebook changed. It is changed on the staff pages."""

    roles = (roles.OFFICE_STAFF, roles.RESEARCHER)
    list_display = ["number", "change", "made_by", "made_at"]
    search_fields = ["change"]


@admin.register(Search)
class SearchAdmin(StaffModelAdmin):
    """Who searched in what people wrote, and in which texts they saw a line. What they looked for is not kept."""

    fields = list_display = ["at", "by", "looked_through", "shown"]


@admin.register(PublicFigure)
class PublicFigureAdmin(StaffModelAdmin):
    """Which questions' figures everybody may see. They are chosen on the page of the survey's results."""

    roles = (roles.OFFICE_STAFF, roles.RESEARCHER)
    list_display = ["version", "question", "chosen_by", "chosen_at"]
    list_select_related = ["version__survey", "chosen_by"]


@admin.register(Extract)
class ExtractAdmin(StaffModelAdmin):
    """Who asked for a copy of closed answers, who approved it, and when it was destroyed. The file is not here."""

    roles = (roles.OFFICE_STAFF, roles.RESEARCHER)
    exclude = ["rows", "left_out"]
    list_display = ["__str__", "version", "state", "asked_by", "asked_at", "decided_by", "destroyed_on"]
    list_filter = ["state"]
    list_select_related = ["version__survey", "asked_by", "decided_by"]
