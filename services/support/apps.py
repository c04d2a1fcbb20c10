from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "services.support"
    label = "support"

    def ready(self) -> None:
        from derbyvoice.notifications.kinds import register
        from services.support.messages import KIND

        register(KIND)
