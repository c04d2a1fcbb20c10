"""Private pages for the office: that they exist and how they stand, never what is written there, and never at which
court and on which day a case is heard: lists of courts are public, and would name the person. Time limits, which the
office keeps with their sources."""

from django.contrib import admin

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm, Lines, StaffModelAdmin
from derbyvoice.users.models import User
from services.witness_care import actions
from services.witness_care.models import DeadlineRule, Message, PrivateSpace, Request, RequestStep


@admin.register(PrivateSpace)
class PrivateSpaceAdmin(StaffModelAdmin):
    list_display = fields = ["public_id", "state", "offered_at", "offered_by", "offer_ends_on", "opened_on"]
    list_filter = ["state"]
    list_select_related = ["offered_by"]


@admin.register(Message)
class MessageAdmin(StaffModelAdmin):
    list_display = fields = ["space", "side", "sent_at", "sent_by", "due_on", "answered_at", "answered_by"]
    list_filter = ["side", ("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["space", "sent_by", "answered_by"]


class Steps(Lines):
    model = RequestStep
    fields = readonly_fields = ["at", "by", "state"]


@admin.register(Request)
class RequestAdmin(StaffModelAdmin):
    list_display = fields = ["space", "kind", "asked_on", "state", "due_on"]
    list_filter = ["kind", "state"]
    list_select_related = ["space"]
    inlines = [Steps]


class DeadlineRuleForm(ActionForm):
    class Meta:
        model = DeadlineRule
        fields = ["kind", "court", "working_days", "counted_from", "words", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> DeadlineRule:
        return actions.keep_rule(self.instance, day=clock.today(), by=by, **self.cleaned_data)


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(StaffModelAdmin):
    add_form_action = change_form_action = DeadlineRuleForm
    list_display = ["kind", "court", "working_days", "counted_from", "valid_from", "valid_to", "source"]
    list_filter = ["kind"]
