from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "surveys.insight"
    label = "insight"
