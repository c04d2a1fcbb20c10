from django.contrib import admin

from derbyvoice.users import roles
from derbyvoice.users.admin_base import ActionForm, StaffModelAdmin
from derbyvoice.users.models import User
from surveys.panel.actions import write_topic
from surveys.panel.models import Subscriber, Topic


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
