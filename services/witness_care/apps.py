from django.apps import AppConfig


class WitnessCareConfig(AppConfig):
    name = "services.witness_care"
    label = "witness_care"
