"""Meetings at which the office asks the force for answers, with their agenda and papers."""

import re
import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from derbyvoice.office.fields import WebAddress
from scrutiny.meetings import choices
from scrutiny.plan.models import Priority


class Series(models.Model):
    """A row of meetings of one kind, such as the Performance Scrutiny Meetings."""

    personal_data = "none"

    name = models.CharField(max_length=120, unique=True)
    about = models.TextField(max_length=2000, blank=True, help_text="What these meetings are for, in plain words.")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def public(self) -> Self:
        """Meetings that everybody may see."""
        return self.filter(state__in=choices.PUBLIC)

    def upcoming(self, day: date) -> Self:
        """Public meetings on this day or after it, the next one first."""
        return self.public().filter(date__gte=day).order_by("date", "id")

    def past(self, day: date) -> Self:
        """Public meetings before this day, the latest first."""
        return self.public().filter(date__lt=day).order_by("-date", "-id")

    def taking_questions(self, day: date) -> Self:
        """Announced meetings that a question can still reach, the next one first."""
        still_open = Q(question_deadline__gte=day) | Q(question_deadline=None)
        return self.filter(still_open, state=choices.State.ANNOUNCED, date__gte=day).order_by("date", "id")

    def with_subject(self) -> Self:
        return self.select_related("series", "priority__plan")


class Meeting(models.Model):
    """One meeting. Its address holds its date."""

    personal_data = "none"

    series = models.ForeignKey(Series, models.PROTECT, related_name="meetings")
    date = models.DateField()
    starts = models.TimeField("start time", null=True, blank=True)
    address = models.SlugField(max_length=20, unique=True, editable=False)
    place = models.CharField(max_length=200, blank=True)
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="meetings")
    question_deadline = models.DateField("last day for questions", null=True, blank=True)
    published_on = models.DateField("record published on", null=True, blank=True)
    state = models.CharField(max_length=12, choices=choices.State, default=choices.State.DRAFT)
    demonstration = models.BooleanField("demonstration data", default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["state", "-date"], name="meeting_by_state_and_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "date"],
                name="meeting_once_a_day_in_series",
                violation_error_message="This series has a meeting on that day already.",
            ),
            models.CheckConstraint(
                condition=Q(question_deadline=None) | Q(question_deadline__lte=F("date")),
                name="meeting_questions_close_before_it",
                violation_error_message="Questions must close on or before the day of the meeting.",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(published_on__gte=F("date")),
                name="meeting_published_after_it",
                violation_error_message="The record cannot be published before the meeting.",
            ),
            models.CheckConstraint(
                condition=~Q(state=choices.State.PUBLISHED) | Q(published_on__isnull=False),
                name="meeting_published_has_day",
                violation_error_message="Say on which day the record was published.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.date.day} {self.date:%B %Y}"


class AgendaItem(models.Model):
    """One point of a meeting's agenda."""

    personal_data = "none"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_position_once",
                violation_error_message="Another point of this agenda has this number.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


def kept_as(paper: "Paper", name: str) -> str:
    """A name of our own: what a file is called on somebody's computer is never a path here."""
    ending = re.sub(r"[^a-z0-9]", "", name.rsplit(".", 1)[-1].lower())[:5]
    return f"papers/{uuid.uuid4().hex}.{ending}"


class Paper(models.Model):
    """Something published with a meeting: a link to it, or a file kept here, or only the fact that it exists."""

    personal_data = "none: papers are published by the office, which checks them before they are put here"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=14, choices=choices.PaperKind)
    title = models.CharField(max_length=160)
    link = WebAddress("web address", max_length=500, blank=True)
    file = models.FileField(upload_to=kept_as, blank=True)
    captions = models.CharField(max_length=12, choices=choices.Captions, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["meeting", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(file=""),
                name="paper_is_link_or_file",
                violation_error_message="Give a web address or a file, not both.",
            ),
            models.CheckConstraint(
                condition=Q(kind=choices.PaperKind.RECORDING, captions__in=choices.Captions.values)
                | (~Q(kind=choices.PaperKind.RECORDING) & Q(captions="")),
                name="paper_recording_tells_of_captions",
                violation_error_message="Say of a recording, and only of one, whether it has captions or a transcript.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
