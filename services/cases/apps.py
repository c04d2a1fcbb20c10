from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "services.cases"
    label = "cases"

    def ready(self) -> None:
        from derbyvoice.notifications.kinds import register
        from derbyvoice.users import attention, navigation, roles
        from services.cases import waiting
        from services.cases.messages import KIND

        register(KIND)
        both, supervisor = (roles.CASE_OFFICER, roles.SUPERVISOR), (roles.SUPERVISOR,)
        navigation.register(navigation.Item("Who to contact", "cases_due", both, 10))
        navigation.register(navigation.Item("Overdue", "cases_overdue", supervisor, 20))
        for what in waiting.ITEMS:
            attention.register(what)
