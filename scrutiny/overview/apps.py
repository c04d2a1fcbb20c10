from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "scrutiny.overview"
    label = "overview"
