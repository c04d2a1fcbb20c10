from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "services.guidance"
    label = "guidance"
