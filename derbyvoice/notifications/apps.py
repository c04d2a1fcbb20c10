from django.apps import AppConfig

ALARMS = (
    ("sweep_late", "alarm: the clock that sends messages stands still. Tell whoever runs this", "", "sweep_is_late", 1),
    (
        "uncertain",
        "messages may or may not have been sent: settle them",
        "message may or may not have been sent: settle it",
        "to_settle",
        60,
    ),
    ("failed", "messages could not be sent", "message could not be sent", "failed", 61),
    (
        "stuck",
        "messages have been waiting for a quarter of an hour",
        "message has been waiting for a quarter of an hour",
        "stuck",
        62,
    ),
)


class NotificationsConfig(AppConfig):
    name = "derbyvoice.notifications"
    label = "notifications"

    def ready(self) -> None:
        from derbyvoice.notifications import reports
        from derbyvoice.users import attention, roles

        for key, words, one, count, order in ALARMS:
            attention.register(
                attention.Attention(
                    key=f"notifications_{key}",
                    words=words,
                    one=one,
                    count=getattr(reports, count),
                    url_name="admin:notifications_message_changelist",
                    order=order,
                    roles=(roles.OFFICE_STAFF,),
                )
            )
