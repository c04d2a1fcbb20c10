"""How a figure is drawn: a line once there is more than one value, else bars; and nothing where bars would mislead."""

from decimal import Decimal

from derbyvoice.lib.charts import Line, Point, bar_chart, line_chart
from derbyvoice.lib.tables import Table
from scrutiny.measures.choices import Unit
from scrutiny.measures.reports import Followed

WHOLE = Decimal(100)
FOR_SCALE = "The whole, for scale"
"""Not "all": beside the name of an area that is read as all areas together, which a figure may not be set beside."""


def drawing_of(measure: Followed) -> str:
    """An SVG, or nothing. Whatever may not be compared is drawn alone: `others` is empty then, by constraint."""
    if not measure.points or any(point.value < 0 for point in (*measure.points, *measure.others)):
        return ""
    if len(measure.points) > 1:
        return line(measure)
    bars = bars_of(measure)
    if len(bars) < 2:
        return ""
    table = Table(measure.name, ("Area", measure.unit_in_words), tuple(bars))
    return bar_chart(table, title=measure.name, description=told(measure))


def bars_of(measure: Followed) -> list[tuple[str, Decimal]]:
    """One value beside what it may be compared with; a share beside the whole; any other value stands alone."""
    own = (measure.area or "This area", measure.points[0].value)
    others = [(other.label, other.value) for other in measure.others]
    whole = [(FOR_SCALE, WHOLE)] if measure.unit == Unit.PERCENT and not others else []
    return [own, *others, *whole]


def line(measure: Followed) -> str:
    points = [Point(point.label, point.value) for point in measure.points]
    beside = Line(measure.others[0].label, measure.others[0].value) if measure.others else None
    said = {"title": measure.name, "description": told(measure), "unit": measure.unit_in_words}
    return line_chart(points, **said, comparator=beside)


def told(measure: Followed) -> str:
    """The drawing in a sentence, for those who hear it."""
    latest = measure.points[-1]
    parts = [f"{latest.label}: {latest.shown}.", *(f"{other.label}: {other.shown}." for other in measure.others)]
    return " ".join([*parts, *dict.fromkeys(other.caveat for other in measure.others if other.caveat)])
