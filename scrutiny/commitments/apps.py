from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "scrutiny.commitments"
    label = "commitments"
