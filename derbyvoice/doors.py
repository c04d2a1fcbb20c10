"""Which addresses a process serves. Each room names its own, by door; the roof only gathers them."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver

DOORS = ("public", "staff", "api")


def addresses_for(doors: frozenset[str]) -> list[URLPattern | URLResolver]:
    """Every room's `public_urls`, `staff_urls` and `api_urls` for these doors, roof first."""
    rooms = ["derbyvoice.roof_urls", *[f"{room}.urls" for room in settings.ALL_ROOMS]]
    modules = [import_module(name) for name in rooms if find_spec(name)]
    return [
        address
        for door in DOORS
        if door in doors
        for module in modules
        for address in getattr(module, f"{door}_urls", [])
    ]
