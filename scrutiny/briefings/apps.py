from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "scrutiny.briefings"
    label = "briefings"
