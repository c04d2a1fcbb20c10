from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "scrutiny.measures"
    label = "measures"
