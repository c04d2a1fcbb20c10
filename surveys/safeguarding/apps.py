from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    """People who may be in danger, and the few who look after that."""

    name = "surveys.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from derbyvoice.notifications.kinds import register
        from derbyvoice.users import attention, navigation
        from surveys.safeguarding.messages import KINDS
        from surveys.safeguarding.waiting import BOTH, ITEMS

        for kind in KINDS:
            register(kind)
        for what in ITEMS:
            attention.register(what)
        navigation.register(navigation.Item("Safeguarding", "safeguarding_list", BOTH, 5))
