from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "derbyvoice.govuk"
    label = "govuk"
