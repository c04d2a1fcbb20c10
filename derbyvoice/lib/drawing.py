"""The pens and paper that charts share: SVG written under a strict Content-Security-Policy.

No style attribute, no style element, no script, nothing fetched: presentation attributes and classes only. Everything
is drawn in `currentColor`, so a page, a dark theme or forced colours decide the colour; no meaning hangs on it. The
paper is 320 units wide and has no fixed size, so text keeps its size on the narrowest screen.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from html import escape
from textwrap import wrap
from typing import Final

WIDTH: Final = 320
TEXT: Final = 14
"""Size of letters, in units that are pixels on a screen 320 wide."""
LINE: Final = 18
"""From one line of text to the next."""

_LETTER: Final = 7.2
_STRANGE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PREFIX: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


def clean(text: str) -> str:
    """Text that cannot be taken for a tag, and that XML allows."""
    return escape(_STRANGE.sub("", text))


def lines_of(text: str, width: float) -> list[str]:
    """The text in lines that fit the width; a long word is broken."""
    return wrap(_STRANGE.sub("", text), max(1, int(width / _LETTER))) or [""]


def number(value: float) -> str:
    """A coordinate: at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def amount(value: Decimal) -> str:
    """A number for people: 2,465 or 6.5, and no noughts that say nothing."""
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def words(x: float, y: float, text: str, part: str, anchor: str = "start", size: int = TEXT) -> str:
    """One line of text standing on `y`."""
    return (
        f'<text class="chart__{part}" x="{number(x)}" y="{number(y)}" font-size="{size}" '
        f'text-anchor="{anchor}" fill="currentColor">{clean(text)}</text>'
    )


def box(x: float, y: float, width: float, height: float, part: str, fill: str = "currentColor") -> str:
    """A filled box; a box that is not filled with the current colour has an edge in it."""
    edge = "" if fill == "currentColor" else ' stroke="currentColor" stroke-width="1"'
    return (
        f'<rect class="chart__{part}" x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{number(height)}" fill="{fill}"{edge}/>'
    )


def stroke(points: Iterable[tuple[float, float]], part: str, dashes: str = "", width: float = 2) -> str:
    """A line through points; `dashes` tells lines apart without colour."""
    path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline class="chart__{part}" points="{path}" fill="none" stroke="currentColor" '
        f'stroke-width="{number(width)}"{dashed}/>'
    )


def dot(x: float, y: float) -> str:
    """One point on a line."""
    return f'<circle class="chart__dot" cx="{number(x)}" cy="{number(y)}" r="3.5" fill="currentColor"/>'


def hatching(id_prefix: str) -> str:
    """The pattern that means "not shown"."""
    return (
        f'<defs><pattern id="{id_prefix}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="2" height="6" fill="currentColor"/></pattern></defs>'
    )


def paper(parts: Iterable[str], *, height: float, title: str, description: str, id_prefix: str) -> str:
    """The whole drawing, named and described for those who hear it.

    Raises ValueError when `id_prefix` is no plain name (letters, digits, - and _, beginning with a letter).
    """
    if not _PREFIX.match(id_prefix):
        raise ValueError(f"{id_prefix!r} cannot begin an id: use letters, digits, - and _.")
    names = f"{id_prefix}-title {id_prefix}-desc"
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{names}" '
        f'viewBox="0 0 {WIDTH} {number(height)}" focusable="false">'
        f'<title id="{id_prefix}-title">{clean(title)}</title><desc id="{id_prefix}-desc">{clean(description)}</desc>'
        f"{hatching(id_prefix)}{''.join(parts)}</svg>"
    )
