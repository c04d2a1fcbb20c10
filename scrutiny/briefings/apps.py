from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "scrutiny.briefings"
    label = "briefings"

    def ready(self) -> None:
        from derbyvoice.users import navigation, roles

        readers = (roles.OFFICE_STAFF, roles.COMMISSIONER)
        navigation.register(navigation.Item("Briefing", "briefings_start", readers, 30))
        navigation.register(navigation.Item("Contract packs", "briefings_contracts", readers, 40))
