from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "scrutiny.questions"
    label = "questions"

    def ready(self) -> None:
        from scrutiny.questions.entrances import register_all
        from scrutiny.questions.messages import register_kinds

        register_kinds()
        register_all()
