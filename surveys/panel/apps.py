from django.apps import AppConfig


class PanelConfig(AppConfig):
    """People who agreed to be asked again."""

    name = "surveys.panel"
    label = "panel"
    verbose_name = "Panel"

    def ready(self) -> None:
        from derbyvoice.users import roles
        from derbyvoice.users.navigation import Item, register
        from surveys.panel.kinds import register_all

        register_all()
        register(Item("Panel", "panel_waves", roles=(roles.RESEARCHER, roles.OFFICE_STAFF), order=34))
