from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "derbyvoice.users"
    label = "users"
