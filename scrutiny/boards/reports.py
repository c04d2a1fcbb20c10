"""What pages and later rooms may know of boards: bodies, not people."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from scrutiny.boards.models import Board, BoardMeeting, Seat


def boards(day: date) -> "QuerySet[Board]":
    """Boards with whoever sits on them on this day, their workstreams and their meetings."""
    seats = Prefetch("seats", queryset=Seat.objects.on(day).order_by("kind", "id"), to_attr="seats_now")
    met = Prefetch("meetings", queryset=BoardMeeting.objects.order_by("-date"), to_attr="days")
    return Board.objects.prefetch_related(seats, "workstreams", met)
