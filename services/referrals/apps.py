from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "services.referrals"
    label = "referrals"

    def ready(self) -> None:
        from derbyvoice.users import attention, navigation, roles
        from services.referrals.waiting import NEW, NOWHERE, STOPPED

        navigation.register(navigation.Item("Referrals", "referrals_list", (roles.PROVIDER_WORKER,), 10))
        for what in (NEW, STOPPED, NOWHERE):
            attention.register(what)
