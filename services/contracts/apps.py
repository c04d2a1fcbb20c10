from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "services.contracts"
    label = "contracts"

    def ready(self) -> None:
        from derbyvoice.users import attention, navigation, roles, standing
        from services.contracts.rules import has_provider_work
        from services.contracts.waiting import ITEMS

        for what in ITEMS:
            attention.register(what)
        navigation.register(navigation.Item("Returns", "contracts_returns", (roles.PROVIDER_WORKER,), 40))
        standing.register(roles.PROVIDER_WORKER, has_provider_work)
