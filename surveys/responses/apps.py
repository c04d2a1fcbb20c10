from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """What people answer, and what comes after it."""

    name = "surveys.responses"
    label = "responses"
    verbose_name = "Answers of people"

    def ready(self) -> None:
        from derbyvoice.users import attention, navigation
        from surveys.responses import channels
        from surveys.responses.kinds import register_all
        from surveys.responses.kiosks import door_of
        from surveys.responses.waiting import NAMES, SCREENS, WISHES

        register_all()
        channels.register("kiosk", door_of)
        navigation.register(SCREENS)
        navigation.register(NAMES)
        attention.register(WISHES)
