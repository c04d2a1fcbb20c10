from django.contrib import admin

from derbyvoice.users import roles
from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from surveys.panel.actions.joining import write_topic
from surveys.panel.models import AreaCount, Series, Subscriber, Topic, Wave


class TopicForm(ActionForm):
    class Meta:
        model = Topic
        fields = ["key", "name", "position"]

    def act(self, *, by: User) -> Topic:
        return write_topic(topic=self.instance, by=by)


@admin.register(Topic)
class TopicAdmin(StaffModelAdmin):
    add_form_action = change_form_action = TopicForm
    list_display = ["name", "key", "position"]
    search_fields = ["name"]


@admin.register(Subscriber)
class SubscriberAdmin(StaffModelAdmin):
    """Who is on the panel, without any address: those are for the sender of messages alone."""

    roles = (roles.OFFICE_STAFF,)
    list_display = ["reference", "state", "joined_on", "left_on"]
    list_filter = ["state", "topics"]
    search_fields = ["reference"]
    fields = ["reference", "state", "topics", "joined_on", "left_on"]


@admin.register(Series)
class SeriesAdmin(StaffModelAdmin):
    roles = (roles.RESEARCHER, roles.OFFICE_STAFF)
    list_display = ["name", "survey", "begun_at", "begun_by"]
    search_fields = ["name"]


@admin.register(Wave)
class WaveAdmin(StaffModelAdmin):
    """Waves are planned and opened at the desk; here is who did what to them."""

    roles = (roles.RESEARCHER, roles.OFFICE_STAFF)
    list_display = ["series", "number", "state", "opens_on", "closes_on", "planned_by"]
    list_filter = ["state"]
    list_select_related = ["series", "planned_by"]


@admin.register(AreaCount)
class AreaCountAdmin(StaffModelAdmin):
    """Published counts; loaded at the desk."""

    list_display = ["kind", "district", "cohort", "number", "source"]
    list_filter = ["kind"]
    list_select_related = ["district", "cohort"]
