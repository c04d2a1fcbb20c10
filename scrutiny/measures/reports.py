"""What pages and later rooms may know of figures. They were published by others about whole areas, so nothing here
is counted from our own rows and nothing needs to be suppressed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Prefetch, QuerySet

from derbyvoice.lib.tables import Cell, Table
from scrutiny.measures.choices import Unit
from scrutiny.measures.models import Comparator, Measure, Value

BY_TIME = (F("period_end").asc(nulls_first=True), "id")
CURRENT = Prefetch("values", queryset=Value.objects.filter(is_current=True).order_by(*BY_TIME), to_attr="current")
UNSOUND = "Its definition and its period are not recorded, so the two may not mean the same."


def in_words(value: Decimal, unit: str, *, approximate: bool = False) -> str:
    """The figure as people say it: "77%", "up 44%", "234 days", "about £4 million", "2,464"."""
    about = "about " if approximate else ""
    if unit == Unit.PERCENT:
        return f"{about}{bare(value)}%"
    if unit == Unit.PERCENT_CHANGE:
        return f"{'down' if value < 0 else 'up'} {about}{bare(abs(value))}%"
    if unit == Unit.POUNDS:
        return f"{about}{pounds(value)}"
    return f"{about}{bare(value)}{' days' if unit == Unit.DAYS else ''}"


def bare(value: Decimal) -> str:
    """Without noughts that say nothing, and with commas between thousands."""
    return f"{value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize():,f}"


def pounds(value: Decimal) -> str:
    millions = value / 1_000_000
    return (
        f"£{bare(millions)} million"
        if abs(millions) >= 1 and millions * 10 == int(millions * 10)
        else f"£{bare(value)}"
    )


@dataclass(frozen=True)
class Point:
    """A figure for one period, or of another area."""

    label: str
    value: Decimal
    shown: str
    caveat: str = ""


@dataclass(frozen=True)
class Followed:
    """A figure with its values, oldest first, and what it may be set beside."""

    number: int
    name: str
    unit: str
    up_is_good: bool | None
    area: str
    definition: str
    source: str
    limits: str
    may_be_compared: bool
    reason: str
    points: tuple[Point, ...]
    others: tuple[Point, ...]
    change: str
    demonstration: bool

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def source_in_words(self) -> str:
        told = self.latest.label if self.latest else ""
        return self.source or told or "Not recorded yet"

    @property
    def has_unsound_comparison(self) -> bool:
        return any(other.caveat for other in self.others)

    def table(self) -> Table:
        """Every number that the drawing shows, and the areas beside it."""
        columns = ("Area", "Period or source", self.unit_in_words.capitalize())
        own = [(self.area or "This area", point.label, point.shown) for point in self.points]
        others = [(other.label, "Not recorded" if other.caveat else "", other.shown) for other in self.others]
        return Table(self.name, columns, (*own, *others))

    @property
    def unit_in_words(self) -> str:
        return Unit(self.unit).label


def followed(measure: Measure) -> Followed:
    values: list[Value] = measure.current  # type: ignore[attr-defined]
    return Followed(
        number=measure.number,
        name=measure.name,
        unit=measure.unit,
        up_is_good=measure.up_is_good,
        area=measure.area,
        definition=measure.definition,
        source=measure.source,
        limits=measure.limits,
        may_be_compared=measure.comparator_allowed,
        reason=measure.comparator_reason,
        points=tuple(point_of(value, measure.unit) for value in values),
        others=tuple(other_of(row, measure.unit) for row in measure.comparators.all()),
        change=change_of(values[-1], measure.unit) if values else "",
        demonstration=measure.demonstration,
    )


def point_of(value: Value, unit: str) -> Point:
    shown = in_words(value.value, unit, approximate=value.approximate)
    return Point(value.period_words or reported_in_words(value.reported), value.value, shown)


def reported_in_words(reported: str) -> str:
    """Where the figure was told; a bare day is the meeting on that day."""
    try:
        day = date.fromisoformat(reported)
    except ValueError:
        return f"Told at the {reported}"
    return f"Told at the meeting on {day.day} {day:%B %Y}"


def other_of(row: Comparator, unit: str) -> Point:
    caveat = row.caveat or ("" if row.is_sound else UNSOUND)
    return Point(row.area, row.value, in_words(row.value, unit), caveat)


def change_of(value: Value, unit: str) -> str:
    if value.change is None:
        return ""
    more = "more" if value.change >= 0 else "less"
    return f"{in_words(abs(value.change), unit, approximate=value.approximate)} {more} than before"


def with_values() -> "QuerySet[Measure]":
    return Measure.objects.prefetch_related(CURRENT, "comparators")


def latest(most: int | None = None) -> list[Followed]:
    """Figures in their order, each with all its values."""
    return [followed(measure) for measure in with_values()[:most]]


def one(number: int) -> Followed | None:
    measure = with_values().filter(number=number).first()
    return followed(measure) if measure else None


CSV_COLUMNS = (
    *("number", "figure", "area", "unit", "value", "about", "period", "reported", "higher is better"),
    *("definition", "source", "limits", "may be compared", "why"),
)


def open_table(measures: Iterable[Measure]) -> Table:
    """Every current value of these figures, a row each, for programs."""
    rows = [open_row(measure, value) for measure in measures for value in measure.current]  # type: ignore[attr-defined]
    return Table("Figures", CSV_COLUMNS, tuple(rows))


def open_row(measure: Measure, value: Value) -> tuple[Cell, ...]:
    better = {True: "yes", False: "no", None: ""}[measure.up_is_good]
    what = (measure.number, measure.name, measure.area, measure.unit, value.value.normalize())
    when = ("yes" if value.approximate else "no", value.period_words, value.reported, better)
    why = ("yes" if measure.comparator_allowed else "no", measure.comparator_reason)
    return (*what, *when, measure.definition, measure.source, measure.limits, *why)
