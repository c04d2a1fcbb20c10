"""Monitoring meetings in the admin: agenda, minutes, and what was promised."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm, Lines, StaffModelAdmin
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.models import Action, AgendaItem, MonitoringMeeting


class Agenda(Lines):
    model = AgendaItem
    fields = readonly_fields = ["position", "title", "issue", "notes"]


class Promised(Lines):
    model = Action
    fields = readonly_fields = ["what", "body", "owner_post", "due_on", "done_on"]


class MeetingAddForm(ActionForm):
    class Meta:
        model = MonitoringMeeting
        fields = ["contract", "held_on", "place"]

    def act(self, *, by: User) -> MonitoringMeeting:
        return actions.hold_meeting(by=by, **self.cleaned_data)


class MinutesForm(ActionForm):
    agree = forms.BooleanField(required=False, label="These minutes are agreed", help_text="They cannot change then.")

    class Meta:
        model = MonitoringMeeting
        fields = ["present", "minutes"]

    def act(self, *, by: User) -> MonitoringMeeting:
        facts = self.cleaned_data
        meeting = actions.write_minutes(self.instance, present=facts["present"], minutes=facts["minutes"], by=by)
        return actions.agree_minutes(meeting, at=clock.now(), by=by) if facts["agree"] else meeting


@admin.register(MonitoringMeeting)
class MonitoringMeetingAdmin(StaffModelAdmin):
    add_form_action, change_form_action = MeetingAddForm, MinutesForm
    list_display = ["held_on", "contract", "place", "minutes_agreed_at"]
    list_filter = ["contract"]
    date_hierarchy = "held_on"
    inlines = [Agenda, Promised]


class AgendaItemForm(ActionForm):
    class Meta:
        model = AgendaItem
        fields = ["meeting", "title", "issue"]

    def act(self, *, by: User) -> AgendaItem:
        return actions.add_agenda_item(by=by, **self.cleaned_data)


class AgendaNotesForm(ActionForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "issue", "notes"]

    def act(self, *, by: User) -> AgendaItem:
        return actions.change(self.instance, by=by, **self.cleaned_data)


@admin.register(AgendaItem)
class AgendaItemAdmin(StaffModelAdmin):
    add_form_action, change_form_action = AgendaItemForm, AgendaNotesForm
    list_display = ["meeting", "position", "title", "issue"]
    list_filter = ["issue"]
    list_select_related = ["meeting__contract"]


class ActionAddForm(ActionForm):
    class Meta:
        model = Action
        fields = ["meeting", "what", "body", "owner_post", "due_on"]

    def act(self, *, by: User) -> Action:
        return actions.add_action(self.cleaned_data.pop("meeting"), by=by, **self.cleaned_data)


class ActionDoneForm(ActionForm):
    done_on = forms.DateField(label="Done on")

    class Meta:
        model = Action
        fields = ["evidence"]

    def act(self, *, by: User) -> Action:
        facts = self.cleaned_data
        return actions.finish_action(self.instance, done_on=facts["done_on"], evidence=facts["evidence"], by=by)


@admin.register(Action)
class ActionAdmin(StaffModelAdmin):
    add_form_action, change_form_action = ActionAddForm, ActionDoneForm
    list_display = ["what", "body", "owner_post", "due_on", "done_on", "meeting"]
    list_filter = ["body", ("done_on", admin.EmptyFieldListFilter)]
    search_fields = ["what", "owner_post"]
    list_select_related = ["meeting__contract"]

    def get_readonly_fields(self, request: HttpRequest, obj: Action | None = None) -> list[str]:
        """What was promised stands; only its end is added."""
        return ["meeting", "what", "body", "owner_post", "due_on"] if obj else []
