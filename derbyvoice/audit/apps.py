from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "derbyvoice.audit"
    label = "audit"
    verbose_name = "What was done"

    def ready(self) -> None:
        from derbyvoice.audit import reports
        from derbyvoice.users import attention, roles

        attention.register(
            attention.Attention(
                key="audit_unsealed",
                words="days of the record are not sealed: tell whoever runs this",
                one="day of the record is not sealed: tell whoever runs this",
                count=reports.days_not_sealed,
                url_name="admin:audit_dayseal_changelist",
                order=50,
                roles=(roles.OFFICE_STAFF,),
            )
        )
