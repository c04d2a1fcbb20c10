"""Outcomes in the admin: their words are editable, because a new Code or contract may word them anew."""

from django.contrib import admin

from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from services.outcomes import actions
from services.outcomes.models import Outcome


class OutcomeForm(ActionForm):
    class Meta:
        model = Outcome
        fields = ["key", "name", "question", "position", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> Outcome:
        return actions.keep_outcome(self.instance, by=by, **self.cleaned_data)


@admin.register(Outcome)
class OutcomeAdmin(StaffModelAdmin):
    add_form_action = change_form_action = OutcomeForm
    list_display = ["name", "question", "valid_from", "valid_to"]
    search_fields = ["name"]
