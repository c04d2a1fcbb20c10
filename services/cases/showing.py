"""Cases and their log as pages show them: opened for whoever may see them, and no longer than the answer takes."""

from dataclasses import dataclass
from datetime import date

from derbyvoice.vault.sealing import open_words
from services.cases.models import Attempt, Case, Contact

ENTRIES = 30


@dataclass(frozen=True, repr=False)
class Row:
    """One case on a list: enough to know which one it is, and nothing that names a person."""

    case: Case
    reference: str
    days_late: int | None

    @property
    def due_words(self) -> str:
        if self.days_late is None:
            return "Closed"
        if self.days_late > 0:
            return f"{self.days_late} day{'s' if self.days_late > 1 else ''} late"
        due_on = self.case.clock.due_on
        return "Today" if self.days_late == 0 else f"{due_on.day} {due_on:%B}"


def row_of(case: Case, today: date) -> Row:
    due_on = case.clock.due_on
    late = (today - due_on).days if due_on else None
    return Row(case=case, reference=open_words(case, "reference", purpose="case"), days_late=late)


@dataclass(frozen=True, repr=False)
class Entry:
    """A contact or an attempt in the log. The note stands here only when it was opened for a reason."""

    happened_on: date
    heading: str
    details: str
    by: str
    note: str
    talked: bool
    number: int


def log_of(case: Case, *, with_notes: bool) -> list[Entry]:
    """The newest contacts and attempts, newest first."""
    contacts = list(case.contacts.select_related("made_by")[:ENTRIES])
    attempts = list(case.attempts.select_related("made_by")[:ENTRIES])
    rows: list[Contact | Attempt] = sorted([*contacts, *attempts], key=lambda row: row.made_at, reverse=True)
    return [entry_of(row, with_notes=with_notes) for row in rows[:ENTRIES]]


def entry_of(row: Contact | Attempt, *, with_notes: bool) -> Entry:
    note = open_words(row, "note", purpose="case") if with_notes else ""
    hidden = "" if with_notes or not row.note else "A note is here. It is shown with the name and numbers."
    same = {"happened_on": row.happened_on, "by": row.made_by.name, "note": note or hidden, "number": row.pk}
    if isinstance(row, Contact):
        next_on = f"{row.get_about_display()}. Next contact by {row.next_on.day} {row.next_on:%B %Y}"
        longer = f", later than usual: {row.get_longer_reason_display().lower()}" if row.longer_reason else ""
        return Entry(heading=f"Talked: {row.get_way_display().lower()}", details=next_on + longer, talked=True, **same)
    return Entry(heading=row.get_result_display(), details=row.get_way_display(), talked=False, **same)


def masked_phone(phone: str) -> str:
    """The last three digits only."""
    digits = [mark for mark in phone if mark.isdigit()]
    return f"ends in {''.join(digits[-3:])}" if len(digits) > 5 else "none" if not phone else "there is one"


def masked_email(email: str) -> str:
    """The first letter only."""
    return f"{email[0]}…@…" if email else "none"
