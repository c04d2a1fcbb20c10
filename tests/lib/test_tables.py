"""Tables go out whole, and without formulas."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.lib.suppression import Protection, figure, percentage, protect_counts, protect_table
from derbyvoice.lib.tables import BOM, Table, safe_cell, to_csv

STANDARD = Protection.STANDARD


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_nothing_begins_like_a_formula(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    assert safe_cell(f"\0{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        (-5, -5),
        (Decimal("-0.50"), Decimal("-0.50")),
        (date(2026, 11, 21), "2026-11-21"),
        ("plain", "plain"),
        ("", ""),
        ("a=b", "a=b"),
        (figure(2464, STANDARD), 2465),
        (figure(3, STANDARD), "fewer than 5"),
        (percentage(75, 100, STANDARD), 75),
        ("half \ud800 a character", "half  a character"),
    ],
)
def test_values_stay_what_they_are(value, safe):
    assert safe_cell(value) == safe


@pytest.mark.parametrize("value", [True, None, 1.5, datetime(2026, 1, 1, tzinfo=UTC), b"bytes"])
def test_what_has_no_plain_meaning_is_refused(value):
    with pytest.raises(TypeError):
        safe_cell(value)


def test_csv_as_it_is_written():
    rows = [("=1+1", -1), ('say "no"', Decimal("1E+2")), ("a,b", date(2026, 1, 2)), ("two\nlines", 0)]
    table = Table("Words", ["word", "number"], rows)
    assert to_csv(table) == (
        "word,number\r\n'=1+1,-1\r\n" + '"say ""no""",100\r\n"a,b",2026-01-02\r\n"two\nlines",0\r\n'
    )
    assert to_csv(table, bom=True) == BOM + to_csv(table)


def test_rows_fit_their_columns():
    with pytest.raises(ValueError, match="Row 2 has 1 cells for 2"):
        Table("", ("a", "b"), (("1", "2"), ("1",)))


def test_a_protected_table_keeps_its_totals():
    figures = protect_table([[20, 30], [40, 50]], ["North", "South"], ["Yes", "No"], "Informed", STANDARD)
    table = Table.from_figures(figures, "Area")
    assert table.columns == ("Area", "Yes", "No", "Total")
    assert [[str(cell) for cell in row] for row in table.rows] == [
        ["North", "20", "30", "50"],
        ["South", "40", "50", "90"],
        ["Total", "60", "80", "140"],
    ]


def test_a_protected_column_keeps_its_total():
    figures = protect_counts({"Yes": 3, "No": 30, "Later": 40}, caption="Informed", protection=STANDARD)
    assert to_csv(Table.from_figures(figures)) == (",Number\r\nYes,not shown\r\nNo,30\r\nLater,40\r\nTotal,75\r\n")


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_every_reader_reads_back_what_was_written(rows):
    table = Table("", ("first", "second"), rows)
    safe = [[str(safe_cell(cell)) for cell in row] for row in rows]
    read = list(csv.reader(io.StringIO(to_csv(table), newline="")))
    assert read[1:] == safe
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)
