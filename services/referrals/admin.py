"""The rules by which people are referred without being asked. Referrals themselves are not shown here."""

from django.contrib import admin

from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from services.referrals.actions import save_rule
from services.referrals.models import AutomaticRule


class RuleForm(ActionForm):
    class Meta:
        model = AutomaticRule
        fields = ["crime_group", "district", "service", "basis", "may_object", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> AutomaticRule:
        return save_rule(self.instance, by=by)


@admin.register(AutomaticRule)
class AutomaticRuleAdmin(StaffModelAdmin):
    """Dated rows with their basis in law. To end a rule, give it a last day: what it did stays explained."""

    add_form_action = change_form_action = RuleForm
    list_display = ["crime_group", "service", "district", "basis", "valid_from", "valid_to", "source"]
    list_filter = ["basis", "crime_group"]
    search_fields = ["crime_group__name", "service__name", "source"]
    list_select_related = ["crime_group", "service__provider", "district"]
