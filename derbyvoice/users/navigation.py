"""Where somebody can go from any staff page: each room registers its entrances by role."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from derbyvoice.users.roles import Role


@dataclass(frozen=True)
class Item:
    """One entrance. Lower `order` stands further to the left; no roles means everybody who is signed in.

    `also` names starts of addresses that belong to it besides those below its own."""

    label: str
    url_name: str
    roles: tuple[Role, ...] = ()
    order: int = 100
    also: tuple[str, ...] = ()


_registered: dict[str, Item] = {}


def register(item: Item) -> Item:
    """Called from a room's AppConfig.ready(). A page is registered once."""
    if _registered.setdefault(item.url_name, item) is not item:
        raise ValueError(f"{item.url_name} is registered twice.")
    return item


def staff_nav(request: HttpRequest) -> dict[str, Any]:
    """Context for every template; asks nothing until a staff page draws it."""
    return {"staff_nav": lambda: items_for(request)}


def items_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The entrances open to whoever asks; `current` is the deepest one that this page stands below."""
    row = getattr(request, "sign_in", None)
    if row is None or not row.second_factor:
        return []
    mine = [item for item in _registered.values() if not item.roles or row.user.has_role(*item.roles)]
    found = [(item, url) for item in sorted(mine, key=place) if (url := address(item))]
    starts = {start: item for item, url in found for start in (url, *item.also) if request.path.startswith(start)}
    here = starts[max(starts, key=len)] if starts else None
    return [{"label": item.label, "url": url, "current": item is here} for item, url in found]


def place(item: Item) -> tuple[int, str]:
    return item.order, item.label


def address(item: Item) -> str:
    """Empty where this process does not serve the page."""
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""
