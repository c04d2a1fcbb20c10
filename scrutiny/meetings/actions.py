"""Planning meetings, publishing their papers, and the one door through which a meeting changes its state."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from derbyvoice.audit.actions import record, record_change
from derbyvoice.users.models import User
from scrutiny.meetings.choices import TRANSITIONS, Captions, PaperKind, State
from scrutiny.meetings.models import AgendaItem, Meeting, Paper, Series

FOLLOWERS = ("", "-2", "-3", "-4", "-5")


@transaction.atomic
def keep_series(*, name: str, by: User) -> Series:
    """The series of this name, made if there is none."""
    series, is_new = Series.objects.get_or_create(name=name)
    if is_new:
        record("series_kept", series, by=by)
    return series


@transaction.atomic
def change_series(series: Series, *, by: User, **values: Any) -> Series:
    return record_change(series, "series_changed", by=by, **values)


@transaction.atomic
def plan_meeting(*, series: Series, day: date, by: User, **facts: Any) -> Meeting:
    """A new meeting as a draft, which only the office sees. Raises `ValidationError` if it does not hold together."""
    meeting = Meeting(series=series, date=day, address=free_address(day), **facts)
    meeting.full_clean()
    meeting.save()
    record("meeting_planned", meeting, by=by, date=day.isoformat())
    return meeting


def free_address(day: date) -> str:
    """The day itself; a second meeting on the same day gets a number after it."""
    wanted = [f"{day.isoformat()}{follower}" for follower in FOLLOWERS]
    taken = set(Meeting.objects.filter(address__in=wanted).values_list("address", flat=True))
    free = [address for address in wanted if address not in taken]
    if not free:
        raise ValidationError({"date": f"There are {len(FOLLOWERS)} meetings on that day already."})
    return free[0]


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: User, **values: Any) -> Meeting:
    """Correct what is known of a meeting. Its address stays, so that links to it go on working."""
    return record_change(meeting, "meeting_changed", by=by, **values)


@transaction.atomic
def move(meeting: Meeting, *, to: str, by: User, published_on: date | None = None) -> Meeting:
    """The one door for a meeting's state. Refuses a step that is not in `TRANSITIONS`; a record needs its day."""
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if to not in TRANSITIONS[row.state]:
        raise ValidationError(f"A meeting that is “{row.get_state_display()}” cannot become “{State(to).label}”.")
    before, row.state = row.state, to
    row.published_on = published_on or row.published_on
    row.validate_constraints()
    row.save(update_fields=["state", "published_on"])
    record("meeting_moved", row, by=by, was=before, now=to)
    return row


@transaction.atomic
def add_agenda_item(meeting: Meeting, *, title: str, by: User, words: str = "") -> AgendaItem:
    """Another point at the end of the agenda."""
    item = AgendaItem(meeting=meeting, position=meeting.agenda.count() + 1, title=title, words=words)
    item.full_clean()
    item.save()
    record("agenda_item_added", meeting, by=by, position=item.position)
    return item


@transaction.atomic
def change_agenda_item(item: AgendaItem, *, by: User, **values: Any) -> AgendaItem:
    """Correct the words of a point of the agenda."""
    return record_change(item, "agenda_item_changed", by=by, **values)


@transaction.atomic
def add_paper(
    meeting: Meeting,
    *,
    kind: str,
    at: datetime,
    by: User,
    title: str = "",
    link: str = "",
    file: "File[bytes] | None" = None,
    captions: str = "",
) -> Paper:
    """Something published with the meeting: a link, a file, or the fact that it exists. A recording says how it is
    followed by somebody who cannot hear it; until somebody has looked, that is not known."""
    if kind == PaperKind.RECORDING:
        captions = captions or Captions.UNKNOWN
    facts = {"kind": kind, "title": title or PaperKind(kind).label, "link": link, "captions": captions}
    paper = Paper(meeting=meeting, file=file or "", added_at=at, added_by=by, **facts)
    paper.full_clean()
    paper.save()
    record("paper_added", meeting, by=by, kind=kind)
    return paper


@transaction.atomic
def change_paper(paper: Paper, *, by: User, **values: Any) -> Paper:
    """Correct a paper, for example once its recording has captions."""
    return record_change(paper, "paper_changed", by=by, **values)
