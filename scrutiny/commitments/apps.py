from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "scrutiny.commitments"
    label = "commitments"

    def ready(self) -> None:
        from django.utils import timezone

        from derbyvoice.users.attention import Attention, register
        from derbyvoice.users.roles import OFFICE_STAFF
        from scrutiny.commitments.reports import counts

        register(
            Attention(
                key="promises_late",
                words="promises are late",
                one="promise is late",
                count=lambda user, now: counts(timezone.localdate(now)).late,
                url_name="admin:commitments_commitment_changelist",
                order=60,
                roles=(OFFICE_STAFF,),
            )
        )
