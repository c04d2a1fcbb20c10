from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "derbyvoice.audit"
    label = "audit"
