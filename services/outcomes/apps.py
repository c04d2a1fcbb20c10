from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "services.outcomes"
    label = "outcomes"
