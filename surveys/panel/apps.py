from django.apps import AppConfig


class PanelConfig(AppConfig):
    name = "surveys.panel"
    label = "panel"
