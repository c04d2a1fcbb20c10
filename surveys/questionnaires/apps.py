from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "surveys.questionnaires"
    label = "questionnaires"
