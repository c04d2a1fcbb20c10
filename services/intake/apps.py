from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "services.intake"
    label = "intake"
