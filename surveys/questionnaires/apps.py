from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Surveys and their published versions."""

    name = "surveys.questionnaires"
    label = "questionnaires"
    verbose_name = "Surveys"

    def ready(self) -> None:
        from derbyvoice.users import roles
        from derbyvoice.users.navigation import Item, register

        register(Item("Surveys", "questionnaires_list", roles=(roles.RESEARCHER, roles.OFFICE_STAFF), order=30))
