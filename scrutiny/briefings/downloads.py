"""The pack as a spreadsheet and as CSV: the same words and figures as the page, and no formula."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from derbyvoice.lib.tables import Cell, Table, safe_cell
from scrutiny.briefings.pack import Pack
from surveys.insight.reports import Satisfaction

COLUMNS = ("Part", "What", "Figure", "Beside it")
WIDTHS = (24, 56, 24, 56)
NOT_MADE = "This part could not be worked out."


def whole_table(pack: Pack) -> Table:
    """Every part of the pack in one table, as CSV wants it. Figures stand as the words that may be shown."""
    rows = [*kpi_rows(pack), *heard_rows(pack), *outcome_rows(pack), *action_rows(pack), *money_rows(pack)]
    return Table(f"{pack.contract.title}, {pack.contract.quarter}", COLUMNS, tuple(rows))


def kpi_rows(pack: Pack) -> list[tuple[Cell, ...]]:
    return [
        ("Targets", line.name, str(line.shown), f"Target: {line.target}. {line.met.capitalize()}. {line.definition}")
        for line in pack.contract.kpis
    ]


def heard_rows(pack: Pack) -> list[tuple[Cell, ...]]:
    part = "What people said"
    if pack.heard is None:
        return [(part, NOT_MADE, "", "")]
    return [(part, f"Satisfied with {one.service}", str(one.now.percentage), answered(one.now)) for one in pack.heard]


def answered(said: Satisfaction) -> str:
    surveys = f".{said.said_of_surveys}" if said.left_out else ""
    return f"People who answered: {said.answered}{surveys}"


def outcome_rows(pack: Pack) -> list[tuple[Cell, ...]]:
    part = "What changed for people"
    if pack.outcomes is None:
        return [(part, NOT_MADE, "", "")]
    return [(part, line.name, str(line.improved), f"People scored twice: {line.people}") for line in pack.outcomes]


def action_rows(pack: Pack) -> list[tuple[Cell, ...]]:
    return [
        ("Open actions", action.what, "late" if action.late else "in time", f"{action.who}, by {action.due_on}")
        for action in pack.contract.open_actions
    ]


def money_rows(pack: Pack) -> list[tuple[Cell, ...]]:
    if pack.money is None:
        return [("Money", NOT_MADE, "", "")]
    return [
        ("Money", f"{line.year}: {line.what_for}", line.amount, f"{line.cohorts}; {line.funders}")
        for line in pack.money
    ]


def workbook(pack: Pack) -> bytes:
    """One sheet with the whole pack, ready to print."""
    table, book = whole_table(pack), Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one sheet
    sheet.title = "Pack"
    for row in ((table.caption,), (), table.columns, *table.rows):
        sheet.append([safe_cell(cell) for cell in row])
    dress(sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def dress(sheet: Worksheet) -> None:
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
