from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "scrutiny.boards"
    label = "boards"
