from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "services.contracts"
    label = "contracts"

    def ready(self) -> None:
        from derbyvoice.users import attention, navigation, roles
        from services.contracts.waiting import ITEMS

        for what in ITEMS:
            attention.register(what)
        navigation.register(navigation.Item("Returns", "contracts_returns", (roles.PROVIDER_WORKER,), 40))
