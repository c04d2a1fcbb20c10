from django.apps import AppConfig


class WitnessCareConfig(AppConfig):
    name = "services.witness_care"
    label = "witness_care"
    verbose_name = "Witness Care"

    def ready(self) -> None:
        from derbyvoice.notifications.kinds import register
        from derbyvoice.users import attention, navigation, roles
        from services.witness_care.messages import KINDS
        from services.witness_care.waiting import ITEMS

        for kind in KINDS:
            register(kind)
        for what in ITEMS:
            attention.register(what)
        navigation.register(navigation.Item("Witness Care", "witness_care_waiting", (roles.WITNESS_CARE,), 10))
