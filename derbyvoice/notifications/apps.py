from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "derbyvoice.notifications"
    label = "notifications"
