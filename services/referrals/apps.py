from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "services.referrals"
    label = "referrals"
