"""The words on the private page, in the admin."""

from django.contrib import admin

from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from services.support.actions import save_text
from services.support.models import SupportText


class SupportTextForm(ActionForm):
    class Meta:
        model = SupportText
        fields = ["crime_group", "district", "words", "link_days", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> SupportText:
        return save_text(self.instance, by=by)


@admin.register(SupportText)
class SupportTextAdmin(StaffModelAdmin):
    """The most particular text in force is shown: crime group and district, then crime group, then everybody."""

    add_form_action = change_form_action = SupportTextForm
    list_display = ["__str__", "link_days", "valid_from", "valid_to", "source"]
    list_filter = ["crime_group", "district"]
    search_fields = ["words", "source"]
    list_select_related = ["crime_group", "district"]
