from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "services.contracts"
    label = "contracts"
