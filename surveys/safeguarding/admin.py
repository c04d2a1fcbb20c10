from django.contrib import admin

from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from surveys.safeguarding import actions
from surveys.safeguarding.models import Deadline


class DeadlineForm(ActionForm):
    class Meta:
        model = Deadline
        fields = ["level", "hours", "working_days", "then_office_hours", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> Deadline:
        return actions.keep_deadline(row=self.instance, by=by)


@admin.register(Deadline)
class DeadlineAdmin(StaffModelAdmin):
    """How long a flag may take. A change counts for flags that are raised after it."""

    add_form_action = change_form_action = DeadlineForm
    list_display = ["level", "words", "then_office_hours", "valid_from", "valid_to", "source"]
    list_filter = ["level"]
