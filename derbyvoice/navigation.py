"""The way round the public pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

ITEMS = (
    ("responses_open", "Tell us"),
    ("directory_services", "Find help"),
    ("guidance_index", "Good to know"),
    ("overview_index", "Held to account"),
)


def public_nav(request: HttpRequest) -> dict[str, Any]:
    """Links for the head of every public page, worked out only where a page shows them."""
    return {"public_nav": SimpleLazyObject(lambda: items_for(request.path))}


def items_for(path: str) -> list[dict[str, Any]]:
    """The items with the one that this page belongs to marked; none in a process without the public pages."""
    try:
        addresses = [(reverse(name), label) for name, label in ITEMS]
    except NoReverseMatch:
        return []
    return [{"url": url, "label": label, "current": path.startswith(url)} for url, label in addresses]
