"""Keeping boards, who sits on them, what they work on and when they met."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from derbyvoice.audit.actions import record, record_change
from derbyvoice.users.models import User
from scrutiny.boards.models import Board, BoardMeeting, Seat, Workstream


@transaction.atomic
def keep_board(*, name: str, by: User, **facts: Any) -> Board:
    """The board of this name, made if there is none."""
    board = Board.objects.filter(name=name).first()
    if board is None:
        last = Board.objects.aggregate(last=Max("number"))["last"] or 0
        board = Board(number=last + 1, name=name, **facts)
        board.full_clean()
        board.save()
        record("board_kept", board, by=by)
    return board


@transaction.atomic
def change_board(board: Board, *, by: User, **values: Any) -> Board:
    return record_change(board, "board_changed", by=by, **values)


@transaction.atomic
def give_seat(board: Board, *, kind: str, body: str, by: User, partner: str = "", since: date | None = None) -> Seat:
    """A body's place on the board, from a day if it is known. A place that it has already stays as it is."""
    held: Seat | None = board.seats.filter(kind=kind, body=body, partner=partner, valid_to=None).first()
    if held:
        return held
    seat = Seat(board=board, kind=kind, body=body, partner=partner, valid_from=since)
    seat.full_clean()
    seat.save()
    record("seat_given", board, by=by, kind=kind, body=body)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, on: date, by: User) -> Seat:
    """The body leaves the board on this day; that it sat there stays on record."""
    if not Seat.objects.filter(pk=seat.pk, valid_to=None).exists():
        raise ValidationError("This body has left the board already.")
    seat.valid_to = on
    seat.full_clean()
    seat.save(update_fields=["valid_to"])
    record("seat_ended", seat.board, by=by, kind=seat.kind, body=seat.body)
    return seat


@transaction.atomic
def keep_workstream(board: Board, *, name: str, by: User) -> Workstream:
    """A strand of the board's work, added at the end if it is new."""
    found = board.workstreams.filter(name=name).first()
    if found:
        return found
    strand = Workstream(board=board, name=name, position=board.workstreams.count() + 1)
    strand.full_clean()
    strand.save()
    record("workstream_kept", board, by=by)
    return strand


@transaction.atomic
def note_meeting(board: Board, *, day: date, by: User, words: str = "", link: str = "") -> BoardMeeting:
    """A day on which the board meets or met. Said again, what is new of that day is kept."""
    meeting = board.meetings.filter(date=day).first() or BoardMeeting(board=board, date=day)
    meeting.words, meeting.link = words or meeting.words, link or meeting.link
    meeting.full_clean()
    meeting.save()
    record("board_meeting_noted", board, by=by, date=day.isoformat())
    return meeting


@transaction.atomic
def change_meeting(meeting: BoardMeeting, *, by: User, **values: Any) -> BoardMeeting:
    """Correct what was noted of a meeting, its day too."""
    return record_change(meeting, "board_meeting_changed", by=by, **values)
