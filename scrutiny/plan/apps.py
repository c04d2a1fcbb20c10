from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "scrutiny.plan"
    label = "plan"
