from django.apps import AppConfig


class InsightConfig(AppConfig):
    """What the answers say, as figures and findings."""

    name = "surveys.insight"
    label = "insight"
    verbose_name = "Insight"

    def ready(self) -> None:
        from derbyvoice.users import roles
        from derbyvoice.users.navigation import Item, register

        lookers = (roles.RESEARCHER, roles.OFFICE_STAFF, roles.COMMISSIONER)
        register(Item("Reading", "insight_queue", roles=(roles.RESEARCHER,), order=31, also=("/desk/insight/",)))
        register(Item("Recordings", "insight_recordings", roles=(roles.RESEARCHER,), order=31))
        register(Item("Copies", "insight_extracts", roles=lookers[:2], order=32))
        register(Item("Findings", "insight_findings", roles=lookers, order=32, also=("/desk/insight/results/",)))
