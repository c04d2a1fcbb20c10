"""Charts are well-formed, say in words what they show, and need no style or script."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.lib.charts import Line, Point, bar_chart, line_chart
from derbyvoice.lib.suppression import Protection, figure, percentage, protect_counts, protect_table
from derbyvoice.lib.tables import Table

SVG = "{http://www.w3.org/2000/svg}"
STANDARD = Protection.STANDARD
NAMES = {"title": "Help received", "description": "Most people were helped."}
COUNTS = protect_counts({"Yes": 40, "No": 20, "Not sure": 3, "Later": 30}, caption="", protection=STANDARD)


def drawn(svg):
    return ElementTree.fromstring(svg)


def parts(svg, part):
    return [element for element in drawn(svg).iter() if element.get("class") == f"chart__{part}"]


def texts(svg):
    return [element.text for element in drawn(svg).iter(f"{SVG}text")]


def test_bars_are_as_long_as_their_numbers():
    svg = bar_chart(COUNTS, **NAMES)
    lengths = [float(bar.get("width")) for bar in parts(svg, "bar")]
    assert len(lengths) == 4 - len(parts(svg, "hidden"))
    assert lengths[0] == max(lengths)
    assert lengths[0] <= 320 - 84


def test_what_may_not_be_shown_is_hatched_and_said():
    svg = bar_chart(COUNTS, **NAMES, id_prefix="help")
    hidden = parts(svg, "hidden")
    assert {mark.get("fill") for mark in hidden} == {"url(#help-hatch)"}
    assert {mark.get("width") for mark in hidden} == {"21"}
    assert texts(svg).count("not shown") == len(hidden) >= 1


def test_a_chart_is_named_and_described():
    svg = drawn(bar_chart(COUNTS, **NAMES, id_prefix="help"))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "help-title help-desc"
    by_id = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert by_id["help-title"] == "Help received"
    assert by_id["help-desc"] == "Most people were helped."


def test_tables_with_several_columns_name_row_and_column():
    figures = protect_table([[20, 30], [40, 50]], ["North", "South"], ["Yes", "No"], "", STANDARD)
    assert texts(bar_chart(figures, **NAMES))[:4] == ["North: Yes", "20", "North: No", "30"]
    table = Table("", ("Area", "Yes", "Note"), [("North", 20, "words are left out"), ("South", Decimal("4.50"), "")])
    assert texts(bar_chart(table, **NAMES)) == ["North: Yes", "20", "South: Yes", "4.5"]
    assert "Total" in texts(bar_chart(Table.from_figures(COUNTS), **NAMES))


def test_a_chart_of_noughts_and_of_nothing():
    assert len(parts(bar_chart(Table("", ("a", "b"), [("x", 0)]), **NAMES), "bar")) == 1
    for draw in (lambda: bar_chart(Table("", ("a", "b"), []), **NAMES), lambda: line_chart([], unit="days", **NAMES)):
        with pytest.raises(ValueError, match="nothing to draw"):
            draw()


def test_numbers_below_nought_are_refused():
    with pytest.raises(ValueError, match="below nought"):
        bar_chart(Table("", ("a", "b"), [("x", -1)]), **NAMES)
    with pytest.raises(ValueError, match="below nought"):
        line_chart([Point("May", -1)], unit="days", **NAMES)


MONTHS = [Point("April 2026", 346), Point("May 2026", None), Point("June 2026", 300), Point("July 2026", 234)]


def test_a_line_is_broken_where_a_figure_is_missing():
    svg = line_chart(MONTHS, unit="days", **NAMES)
    assert len(parts(svg, "dot")) == 3
    assert len(parts(svg, "line")) == 1
    assert len(parts(svg, "hidden")) == 2, "the mark itself, and what it means below"
    assert "not shown" in texts(svg)
    assert {"April 2026", "July 2026", "days", "0", "400"} <= set(texts(svg))


def test_levels_are_told_apart_without_colour():
    target, other = Line("Target", 200), Line("England and Wales", Decimal("346.5"))
    svg = line_chart(MONTHS, unit="days", target=target, comparator=other, **NAMES)
    assert {line.get("stroke-dasharray") for line in parts(svg, "target")} == {"8 5"}
    assert {line.get("stroke-dasharray") for line in parts(svg, "comparator")} == {"2 4"}
    assert {"Target: 200", "England and Wales: 346.5"} <= set(texts(svg))


def test_protected_figures_can_be_points():
    points = [Point("April", figure(3, STANDARD)), Point("May", percentage(50, 100, STANDARD))]
    svg = line_chart(points, unit="%", **NAMES)
    assert (len(parts(svg, "hidden")), len(parts(svg, "dot"))) == (2, 1)


def test_one_point_stands_in_the_middle():
    assert "April" in texts(line_chart([Point("April", 0)], unit="days", **NAMES))


hostile = st.one_of(st.text(max_size=80), st.just('"><script>alert(1)</script>'), st.just("&amp;' onload='x"))


def check_policy(svg):
    """Well-formed, inside the paper, and nothing that a strict policy would refuse."""
    names = {element.tag.removeprefix(SVG) for element in drawn(svg).iter()}
    assert names <= {"svg", "title", "desc", "defs", "pattern", "rect", "text", "polyline", "circle"}
    for element in drawn(svg).iter():
        assert not {name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name}
        assert element.get("fill", "none") in ("none", "currentColor") or element.get("fill").startswith("url(#")
        assert element.get("stroke", "currentColor") == "currentColor"
        assert float(element.get("font-size", 14)) >= 14
    assert drawn(svg).get("width") is None
    height = float(drawn(svg).get("viewBox").split()[3])
    for element in drawn(svg).iter(f"{SVG}text"):
        assert 0 <= float(element.get("x")) <= 320
        assert 0 <= float(element.get("y")) <= height


@given(st.lists(st.tuples(hostile, st.integers(0, 10**9)), min_size=1, max_size=5), hostile, hostile)
def test_no_text_breaks_out_of_a_chart(rows, title, description):
    check_policy(bar_chart(Table("", ("a", "b"), rows), title=title, description=description))
    points = [Point(label, value) for label, value in rows]
    line = Line(title, 5)
    check_policy(line_chart(points, title=title, description=description, unit=title, target=line, comparator=line))


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=12))
def test_every_point_lies_on_the_paper(values):
    svg = line_chart([Point(str(n), value) for n, value in enumerate(values)], unit="days", **NAMES)
    for point in parts(svg, "dot"):
        assert 28 <= float(point.get("cx")) <= 320
        assert 36 <= float(point.get("cy")) <= 196
    assert 2 <= len(parts(svg, "tick")) <= 6
    assert all(float(tick.get("x")) >= 7 * len(tick.text) for tick in parts(svg, "tick"))


def test_long_labels_are_broken_into_lines():
    svg = bar_chart(Table("", ("a", "b"), [("very long label " * 10, 5), ("x" * 100, 5)]), **NAMES)
    assert all(len(label.text) * 7.2 <= 330 for label in parts(svg, "label"))
    assert len(parts(svg, "label")) > 4


@pytest.mark.parametrize("prefix", ["", "1a", "a b", 'a"', "a\n"])
def test_ids_are_plain_names(prefix):
    with pytest.raises(ValueError, match="cannot begin an id"):
        bar_chart(COUNTS, **NAMES, id_prefix=prefix)


def test_two_charts_share_no_id():
    ids = [re.findall(r'id="([^"]+)"', bar_chart(COUNTS, **NAMES, id_prefix=prefix)) for prefix in ("one", "two")]
    assert not set(ids[0]) & set(ids[1])
