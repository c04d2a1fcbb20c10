"""An earlier closed answer inside a later text.

`What would have made {helped_by|the help} better?` becomes “What would have made A call better?” for somebody who chose
that, and “What would have made the help better?” for everybody else. Only closed answers can be said again: somebody's
own words stay sealed."""

import re
from collections.abc import Callable
from typing import NamedTuple

PLACE = re.compile(r"\{([a-z][a-z0-9_]{0,39})(?:\|([^{}|]{1,100}))?\}")
WITHOUT = "your earlier answer"
"""Stands there when nothing was answered, unless the text says otherwise after the |."""


class Place(NamedTuple):
    question: str
    without: str


def places_in(text: str) -> list[Place]:
    """Which answers the text says again, in order."""
    return [Place(found[1], found[2] or WITHOUT) for found in PLACE.finditer(text)]


def filled(text: str, said: Callable[[Place], str]) -> str:
    """The text with `said(place)` in each place."""
    return PLACE.sub(lambda found: said(Place(found[1], found[2] or WITHOUT)), text)


def without_answers(text: str) -> str:
    """As it reads when nothing was answered: for lists, results and everybody who is not the person."""
    return filled(text, lambda place: place.without)
