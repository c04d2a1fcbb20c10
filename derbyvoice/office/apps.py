from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "derbyvoice.office"
    label = "office"
    verbose_name = "The office"
