from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """Focus groups and interviews."""

    name = "surveys.fieldwork"
    label = "fieldwork"
    verbose_name = "Focus groups and interviews"

    def ready(self) -> None:
        from derbyvoice.users import roles
        from derbyvoice.users.navigation import Item, register

        register(Item("Sessions", "fieldwork_sessions", roles=(roles.RESEARCHER,), order=33))
