from django.apps import AppConfig


class PanelConfig(AppConfig):
    """People who agreed to be asked again."""

    name = "surveys.panel"
    label = "panel"
    verbose_name = "Panel"

    def ready(self) -> None:
        from surveys.panel.kinds import register_all

        register_all()
