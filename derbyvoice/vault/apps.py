from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "derbyvoice.vault"
    label = "vault"
