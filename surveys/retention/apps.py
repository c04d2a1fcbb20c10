from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """How long what people sent is kept, and what a person is told that we hold."""

    name = "surveys.retention"
    label = "retention"

    def ready(self) -> None:
        from derbyvoice.users import navigation, roles

        navigation.register(navigation.Item("Keeping", "retention_rules", (roles.OFFICE_STAFF,), 90))
