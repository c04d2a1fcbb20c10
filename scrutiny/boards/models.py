"""Boards that the force and the office sit on with partners: who chairs, who belongs, what they work on."""

from django.db import models
from django.db.models import Q

from derbyvoice.office.fields import WebAddress
from derbyvoice.office.models import Dated
from scrutiny.boards import choices


class Board(models.Model):
    """A standing group of bodies that meets about one subject."""

    personal_data = "none"

    number = models.PositiveSmallIntegerField(unique=True, help_text="Stands in the address of its place on the page.")
    name = models.CharField(max_length=160, unique=True)
    about = models.TextField(max_length=2000, blank=True, help_text="What it is for, in plain words.")
    source = models.CharField(max_length=300, blank=True)
    demonstration = models.BooleanField("demonstration data", default=False)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """A body's place on a board. Bodies, not people: who speaks for a body changes and is not kept."""

    personal_data = "none: bodies, not people"

    board = models.ForeignKey(Board, models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=8, choices=choices.SeatKind)
    body = models.CharField(max_length=8, choices=choices.Body)
    partner = models.CharField("name of the partner", max_length=120, blank=True)

    class Meta(Dated.Meta):
        ordering = ["board", "kind", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(body=choices.Body.PARTNER) & ~Q(partner=""))
                | (~Q(body=choices.Body.PARTNER) & Q(partner="")),
                name="seat_names_its_partner",
                violation_error_message="Name the partner, and only for a partner.",
            ),
            models.UniqueConstraint(
                fields=["board", "kind", "body", "partner"],
                condition=Q(valid_to=None),
                name="seat_once",
                violation_error_message="This body has this place already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner or self.get_body_display()}, {self.get_kind_display().lower()}"


class Workstream(models.Model):
    """One strand of a board's work."""

    personal_data = "none"

    board = models.ForeignKey(Board, models.PROTECT, related_name="workstreams")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"],
                name="workstream_once",
                violation_error_message="This board has this workstream already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class BoardMeeting(models.Model):
    """A day on which a board meets or met, with what it published."""

    personal_data = "none"

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    date = models.DateField()
    words = models.TextField("what was said or decided", max_length=4000, blank=True)
    link = WebAddress("published record", max_length=500, blank=True)

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "date"],
                name="board_meeting_once_a_day",
                violation_error_message="This board has a meeting on that day already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.date.day} {self.date:%B %Y}"
