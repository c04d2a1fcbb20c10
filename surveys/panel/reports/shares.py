"""Shares worked out from figures that may be shown, so that they tell nothing more than those."""

from derbyvoice.lib.suppression import NOT_SHOWN, Figure


def share(part: Figure, whole: Figure | None) -> int | None:
    """Whole per cent, or None where either may not be shown. A part that was rounded above the whole is all of it."""
    if part.value is None or whole is None or not whole.value:
        return None
    return min(round(100 * part.value / whole.value), 100)


def in_words(percent: int | None) -> str:
    return NOT_SHOWN if percent is None else f"about {percent}%"
