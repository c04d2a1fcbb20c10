"""System checks that keep a deployment honest."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def demonstration_pages(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The pages with everybody's sign-in links and messages exist in the demo mode only."""
    from derbyvoice.every_door import demo_addresses

    problems: list[CheckMessage] = []
    if demo_addresses() and not settings.DEMO:
        problems.append(Error("Demonstration pages are served outside the demo.", id="voice.E001"))
    if settings.DEMO and not set(settings.ALLOWED_HOSTS) <= set(settings.LOOPBACK.split(",")):
        problems.append(Error("The demo answers on this machine only.", id="voice.E002"))
    return problems
