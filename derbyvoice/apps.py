from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class RoofConfig(AppConfig):
    name = "derbyvoice"
    default = True

    def ready(self) -> None:
        from derbyvoice import celery, checks  # noqa: F401 - a web process wakes the sender: it needs the queue too


class OfficeAdminConfig(admin_apps.AdminConfig):
    """The admin is the office's workplace: its own index, its own way in."""

    default_site = "derbyvoice.desk.OfficeAdmin"
    default = False
