"""Pieces of pages that stay as they are while the figures stand: drawn once for a stand by each process.

They hold protected figures and empty forms only, and nobody's choice. Drawing them takes ten times as long as all the
rest of a page; the next stand has a number of its own, so nothing is shown longer than it stands."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.forms import Form
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from surveys.insight.releases import Figures

KEPT: Final = 64
"""Pieces that a process keeps; each takes up to a third of a megabyte."""
ASKS_NOTHING: Final = frozenset({"version", "page", "rows", "columns"})
"""Parts of an address that choose no people."""
Made = TypeVar("Made")


class Once:
    """Makes something where it is not kept. All of these are equal, so that what is kept goes by the other facts."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Once)

    def __hash__(self) -> int:
        return hash(Once)


@lru_cache(maxsize=KEPT)
def kept(name: str, version: int, stand: int, protection: str, made: Once) -> Any:
    return made.make()


def once(name: str, figures: Figures, make: Callable[[], Made]) -> Made:
    """What `make` gives, asked for only once while these figures stand."""
    if figures.stand is None:
        return make()
    found: Made = kept(name, figures.version.pk, figures.stand.number, figures.protection.value, Once(make))
    return found


def piece(template: str, figures: Figures, context: Callable[[], dict[str, Any]]) -> SafeString:
    """The template drawn for these figures; `context` is asked only when it is not kept."""
    return once(template, figures, lambda: render_to_string(template, context()))


def everybody(query: Any) -> bool:
    """Whether the address asks about everybody."""
    return set(query) <= ASKS_NOTHING


def people_fields(figures: Figures, form: Callable[[], Form]) -> SafeString:
    """The boxes to choose people by, none of them ticked."""
    return piece("insight/_people.html", figures, lambda: {"people_form": form()})
