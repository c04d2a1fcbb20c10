from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "services.support"
    label = "support"
