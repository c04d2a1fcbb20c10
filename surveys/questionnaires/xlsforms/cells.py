"""What the cells of a form hold that cannot come in, or that is left out: each is named once."""

from typing import Final

from surveys.questionnaires.publishing import UNKEPT
from surveys.questionnaires.xlsforms.book import Book, Row, Said, columns_in
from surveys.questionnaires.xlsforms.columns import FATAL, LEFT_OUT, READ, SETTINGS, TOLD
from surveys.questionnaires.xlsforms.outgoing import OWN

LONGEST_TITLE: Final = 80
UNSHOWN: Final = "this holds a sign that cannot be shown or kept; type it again"


class Cells:
    """The cells of one form. Faults stand in its way; remarks stop nothing."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.faults: list[Said] = []
        self.remarks: list[Said] = list(book.left_out)

    def look(self) -> None:
        """At all that does not belong to one question."""
        self.remark_columns()
        self.look_at_signs()
        self.remark_title()

    def fault(self, row: Row, column: str, words: str) -> None:
        self.faults.append(row.said(column, words))

    def remark_columns(self) -> None:
        """Each column that says something which we leave out, once."""
        for column in columns_in(self.book.survey):
            base, _, language = column.partition("::")
            if column not in READ and not (language in self.book.languages and base in TOLD):
                row = next(row for row in self.book.survey if column in row.cells)
                self.remarks.append(row.said(column, "this column is left out"))
        for column in sorted(set(self.book.settings.cells) - SETTINGS):
            if not column.startswith(f"{OWN}_"):
                self.remarks.append(self.book.settings.said(column, "this setting is left out"))

    def remark_title(self) -> None:
        if len(self.book.settings.get("form_title")) > LONGEST_TITLE:
            words = f"a title has at most {LONGEST_TITLE} letters; the rest is left out"
            self.remarks.append(self.book.settings.said("form_title", words))

    def look_at_signs(self) -> None:
        """Each cell with a sign that cannot be kept. What we wrote into columns of our own is looked at when it is
        read."""
        for row in (*self.book.survey, *self.book.choices, self.book.settings):
            for column, text in row.cells.items():
                if not is_own(column) and UNKEPT.search(text):
                    self.fault(row, self.heading(column), UNSHOWN)

    def heading(self, column: str) -> str:
        """A column as it is called in the sheet."""
        base, _, language = column.partition("::")
        return f"{base}::{self.book.languages[language]}" if language in self.book.languages else column

    def look_at(self, row: Row) -> None:
        for column in FATAL:
            if row.get(column):
                self.fault(row, column, "this is not supported")
        if row.get("readonly").lower() in ("yes", "true", "true()") and not row.get("type").lower().startswith("note"):
            self.fault(row, "readonly", "a question that cannot be answered is not supported")
        if row.get("type").lower() == "decimal":
            self.remarks.append(row.said("type", "numbers here are whole; people cannot write a part of one"))
        for column, words in LEFT_OUT.items():
            there = row.get(column)
            if there and there.lower() not in ("no", "false", "false()"):
                self.remarks.append(row.said(column, words))


def is_own(column: str) -> bool:
    return column == OWN or column.startswith(f"{OWN}_")
