from datetime import datetime

from django.apps import AppConfig
from django.utils import timezone


class FieldworkConfig(AppConfig):
    """Focus groups and interviews."""

    name = "surveys.fieldwork"
    label = "fieldwork"
    verbose_name = "Focus groups and interviews"

    def ready(self) -> None:
        from derbyvoice.users import attention, roles
        from derbyvoice.users.attention import Attention
        from derbyvoice.users.models import User
        from derbyvoice.users.navigation import Item, register
        from surveys.fieldwork.handed_round import door_of
        from surveys.fieldwork.models import Session
        from surveys.responses import channels

        def to_destroy(user: User, now: datetime) -> int:
            day = timezone.localdate(now)
            return Session.objects.visible_to(user).with_recording_to_destroy(day).count()

        channels.register("handed_round", door_of)
        register(Item("Sessions", "fieldwork_sessions", roles=(roles.RESEARCHER,), order=33))
        typists = (roles.RESEARCHER, roles.OFFICE_STAFF)
        register(Item("Paper and telephone", "fieldwork_batches", roles=typists, order=34, also=("/desk/devices/",)))
        attention.register(
            Attention(
                key="recordings_to_destroy",
                words="recordings of sessions should be destroyed now",
                one="recording of a session should be destroyed now",
                count=to_destroy,
                url_name="fieldwork_sessions",
                order=45,
                roles=(roles.RESEARCHER,),
            )
        )
