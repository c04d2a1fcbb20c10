from django.apps import AppConfig


class GovukConfig(AppConfig):
    """Pages and form fields: how anything looks, and how a person leaves."""

    name = "derbyvoice.govuk"
    label = "govuk"
    verbose_name = "Pages and fields"
