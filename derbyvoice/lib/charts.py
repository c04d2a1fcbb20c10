"""Charts as SVG, drawn on the server, for pages that allow no script and no style of their own.

A chart is a second way to read a table: always show the table beside it. What may not be shown is drawn as a hatched
mark with the words "not shown", never as a bar of nought length or a line that runs on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import floor, log10
from typing import Final

from .drawing import LINE, TEXT, WIDTH, amount, box, dot, lines_of, paper, stroke, words
from .suppression import NOT_SHOWN, Figure, FigureTable, Percentage
from .tables import Cell, Table

_BAR: Final = 16
_GAP: Final = 14
_ROOM_FOR_NUMBER: Final = 84
_MARK: Final = 22
_DIGIT: Final = 8
_INSET: Final = 8
_PLOT_HEIGHT: Final = 160

Value = int | Decimal | Figure | Percentage | None
"""None is a figure that is missing, which is drawn like one that may not be shown."""


@dataclass(frozen=True)
class Point:
    """One figure over time: its label ("April 2026") and its value."""

    label: str
    value: Value


@dataclass(frozen=True)
class Line:
    """A level to compare with: the target, or another place's figure."""

    label: str
    value: int | Decimal


@dataclass(frozen=True)
class _Bar:
    label: str
    size: Decimal | None
    said: str


def bar_chart(table: FigureTable | Table, *, title: str, description: str, id_prefix: str = "chart") -> str:
    """Horizontal bars, one for each cell of the table that holds a number; totals of a FigureTable are left out.

    The first column of a Table is the label. `id_prefix` must differ between the charts of one page. Raises ValueError
    for a negative number or when there is nothing to draw.
    """
    bars = list(_bars_of_figures(table) if isinstance(table, FigureTable) else _bars_of_table(table))
    if not bars:
        raise ValueError("There is nothing to draw.")
    longest = max((bar.size for bar in bars if bar.size is not None), default=Decimal(0))
    parts, y = [], 0.0
    for bar in bars:
        drawn, y = _draw_bar(bar, y, longest, id_prefix)
        parts += drawn
    return paper(parts, height=y, title=title, description=description, id_prefix=id_prefix)


def _bars_of_figures(table: FigureTable) -> Iterator[_Bar]:
    several = len(table.column_labels) > 1
    for label, cells in zip(table.row_labels, table.cells, strict=True):
        for column, cell in zip(table.column_labels, cells, strict=True):
            yield _bar(f"{label}: {column}" if several else label, cell)


def _bars_of_table(table: Table) -> Iterator[_Bar]:
    several = len(table.columns) > 2
    for label, *cells in table.rows:
        for column, cell in zip(table.columns[1:], cells, strict=True):
            if isinstance(cell, int | Decimal | Figure | Percentage) or cell == NOT_SHOWN:
                yield _bar(f"{label}: {column}" if several else str(label), cell)


def _bar(label: str, cell: Cell) -> _Bar:
    size = _size(cell) if isinstance(cell, int | Decimal | Figure | Percentage) else None
    if size is not None and size < 0:
        raise ValueError(f"{label!r} is below nought, and a bar cannot be.")
    if isinstance(cell, Figure | Percentage):
        return _Bar(label, size, str(cell))
    return _Bar(label, size, NOT_SHOWN if size is None else amount(size))


def _size(value: Value) -> Decimal | None:
    plain = value.value if isinstance(value, Figure | Percentage) else value
    return None if plain is None else Decimal(plain)


def _draw_bar(bar: _Bar, y: float, longest: Decimal, id_prefix: str) -> tuple[list[str], float]:
    """The label above, the bar below it with its number at the end; gives where the next one begins."""
    parts = []
    for line in lines_of(bar.label, WIDTH):
        y += LINE
        parts.append(words(0, y - 4, line, "label"))
    if bar.size is None:
        length: float = _MARK
        parts.append(box(0.5, y + 0.5, length - 1, _BAR - 1, "hidden", f"url(#{id_prefix}-hatch)"))
    else:
        length = float(bar.size / longest) * (WIDTH - _ROOM_FOR_NUMBER) if longest else 0
        parts.append(box(0, y, max(length, 1), _BAR, "bar"))
    parts.append(words(length + 6, y + _BAR - 3, bar.said, "value"))
    return parts, y + _BAR + _GAP


def line_chart(
    points: Sequence[Point],
    *,
    title: str,
    description: str,
    unit: str,
    target: Line | None = None,
    comparator: Line | None = None,
    id_prefix: str = "chart",
) -> str:
    """A figure over time with its unit ("days", "% of calls"), and levels to compare with: target dashed, other dotted.

    The line is broken where a figure is missing or may not be shown. The scale begins at nought. Raises ValueError for
    a negative number or when there are no points.
    """
    scale = _Scale.of(points, [level for level in (target, comparator) if level])
    parts = [*_axis(scale, unit), *_levels(scale, target, comparator), *_curve(scale, points, id_prefix)]
    parts += _dates(scale, points)
    legend, bottom = _legend(scale, target, comparator)
    if any(_size(point.value) is None for point in points):
        legend += [
            box(14.5, bottom + 0.5, 8, 15, "hidden", f"url(#{id_prefix}-hatch)"),
            words(44, bottom + 13, NOT_SHOWN, "legend"),
        ]
        bottom += LINE + 8
    return paper([*parts, *legend], height=bottom, title=title, description=description, id_prefix=id_prefix)


@dataclass(frozen=True)
class _Scale:
    step: Decimal
    steps: int
    count: int

    @classmethod
    def of(cls, points: Sequence[Point], levels: Sequence[Line]) -> "_Scale":
        if not points:
            raise ValueError("There is nothing to draw.")
        values: list[Value] = [*(point.value for point in points), *(level.value for level in levels)]
        sizes = [_size(value) or Decimal(0) for value in values]
        if min(sizes) < 0:
            raise ValueError("A figure is below nought, and this chart begins at nought.")
        step = _round_step(max(sizes) or Decimal(1))
        steps = (max(max(sizes), step) / step).to_integral_value(ROUND_CEILING)
        return cls(step, int(steps), len(points))

    @property
    def ticks(self) -> list[Decimal]:
        return [self.step * number for number in range(self.steps + 1)]

    @property
    def left(self) -> float:
        """Where the plot begins: right of the longest number on the scale."""
        return 12 + _DIGIT * max(len(amount(tick)) for tick in self.ticks)

    @property
    def ground(self) -> float:
        return LINE * 2 + _PLOT_HEIGHT

    def x(self, position: int) -> float:
        room = WIDTH - self.left - 2 * _INSET
        return self.left + _INSET + (room * position / (self.count - 1) if self.count > 1 else room / 2)

    def y(self, value: Decimal) -> float:
        return self.ground - float(value / self.ticks[-1]) * _PLOT_HEIGHT


def _round_step(largest: Decimal) -> Decimal:
    """A round step (1, 2, 5, 10, 20…) that reaches the largest in four or five."""
    power = Decimal(10) ** floor(log10(largest / 4))
    return next(power * times for times in (1, 2, 5, 10) if power * times * 4 >= largest)


def _axis(scale: _Scale, unit: str) -> list[str]:
    parts = [words(0, TEXT, unit, "unit")]
    for level in scale.ticks:
        y = scale.y(level)
        parts.append(stroke([(scale.left, y), (WIDTH, y)], "grid", width=0.5))
        parts.append(words(scale.left - 6, y + 5, amount(level), "tick", "end"))
    return parts


def _levels(scale: _Scale, target: Line | None, comparator: Line | None) -> list[str]:
    kinds = ((target, "target", "8 5"), (comparator, "comparator", "2 4"))
    return [
        stroke([(scale.left, scale.y(Decimal(line.value))), (WIDTH, scale.y(Decimal(line.value)))], part, dashes)
        for line, part, dashes in kinds
        if line
    ]


def _curve(scale: _Scale, points: Sequence[Point], id_prefix: str) -> list[str]:
    parts: list[str] = []
    run: list[tuple[float, float]] = []
    for position, point in enumerate(points):
        size = _size(point.value)
        if size is None:
            parts.append(box(scale.x(position) - 4, scale.ground - 16, 8, 16, "hidden", f"url(#{id_prefix}-hatch)"))
            parts, run = [*parts, *_run(run)], []
        else:
            run.append((scale.x(position), scale.y(size)))
    return [*parts, *_run(run)]


def _run(points: list[tuple[float, float]]) -> list[str]:
    return [*([stroke(points, "line")] if len(points) > 1 else []), *(dot(x, y) for x, y in points)]


def _dates(scale: _Scale, points: Sequence[Point]) -> list[str]:
    """The first and the last label; those between would not fit a small screen, and stand in the table."""
    y = scale.ground + LINE
    if len(points) == 1:
        return [words(scale.x(0), y, points[0].label, "date", "middle")]
    half = (WIDTH - scale.left) / 2
    first, last = lines_of(points[0].label, half), lines_of(points[-1].label, half)
    return [
        *(words(scale.left, y + LINE * n, line, "date") for n, line in enumerate(first[:2])),
        *(words(WIDTH, y + LINE * n, line, "date", "end") for n, line in enumerate(last[:2])),
    ]


def _legend(scale: _Scale, target: Line | None, comparator: Line | None) -> tuple[list[str], float]:
    """What the dashed and the dotted line are, below the dates; and where the drawing ends."""
    parts, y = [], scale.ground + LINE * 2 + 8
    for line, part, dashes in ((target, "target", "8 5"), (comparator, "comparator", "2 4")):
        if line:
            parts.append(stroke([(0, y + LINE - 5), (36, y + LINE - 5)], part, dashes))
            for text in lines_of(f"{line.label}: {amount(Decimal(line.value))}", WIDTH - 44):
                y += LINE
                parts.append(words(44, y, text, "legend"))
    return parts, y + 8
