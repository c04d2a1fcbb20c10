from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "scrutiny.questions"
    label = "questions"
