from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "scrutiny.meetings"
    label = "meetings"

    def ready(self) -> None:
        from derbyvoice.users.attention import Attention, register
        from derbyvoice.users.roles import OFFICE_STAFF
        from scrutiny.meetings.reports import recordings_to_mend

        register(
            Attention(
                key="recordings_without_captions",
                words="recordings without captions or transcript, or unchecked",
                one="recording without captions or transcript, or unchecked",
                count=lambda user, now: recordings_to_mend(),
                url_name="admin:meetings_paper_changelist",
                order=70,
                roles=(OFFICE_STAFF,),
            )
        )
