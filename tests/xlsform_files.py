"""XLSForms for tests: a spreadsheet from rows, and what comes in from it."""

from io import BytesIO

from openpyxl import Workbook

from surveys.questionnaires.definitions import parse
from surveys.questionnaires.xlsforms.incoming import read_form

COLUMNS = ("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "appearance",
           "parameters", "calculation", "choice_filter", "label::Polish (pl)")  # fmt: skip
YES_NO = [("yn", "yes", "Yes"), ("yn", "no", "No")]


def form(*rows, choices=YES_NO, title="A form", columns=COLUMNS):
    """A spreadsheet; each row is a dict by column."""
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    lists = book.create_sheet("choices")
    lists.append(["list_name", "name", "label"])
    for row in choices:
        lists.append(list(row))
    book.create_sheet("settings").append(["form_title"])
    book["settings"].append([title])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def q(type_, name, label="What?", **more):
    return {"type": type_, "name": name, "label": label, **more}


def came_in(*rows, **more):
    incoming = read_form(form(*rows, **more), name="form")
    assert incoming.faults == ()
    parse(incoming.definition)
    return incoming.definition["questions"]


def saved(book):
    target = BytesIO()
    book.save(target)
    return target.getvalue()
