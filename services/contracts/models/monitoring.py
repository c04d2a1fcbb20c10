"""Monitoring meetings: the office and a provider look at experience, performance and what must change."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.contracts.choices import Body, Issue
from services.contracts.models.contract import Contract


class MonitoringMeeting(models.Model):
    """A meeting about one contract, with its agenda, minutes and actions."""

    personal_data = "names of those who attended as workers, kept with the minutes"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="meetings")
    held_on = models.DateField("day")
    place = models.CharField(max_length=200, blank=True)
    present = models.TextField("who was there", max_length=2000, blank=True)
    minutes = models.TextField(max_length=20000, blank=True, help_text="Name no person who used the service.")
    minutes_agreed_at = models.DateTimeField(null=True, blank=True)
    minutes_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "held_on"],
                name="monitoring_meeting_once",
                violation_error_message="This contract has a meeting on this day already.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_agreed_at=None, minutes_agreed_by=None)
                | Q(minutes_agreed_at__isnull=False, minutes_agreed_by__isnull=False) & ~Q(minutes=""),
                name="agreed_minutes_exist",
                violation_error_message="Write the minutes before they are agreed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}, {self.held_on:%d %B %Y}"


class AgendaItem(models.Model):
    """One point of a meeting's agenda, and what was said to it."""

    personal_data = "none"

    meeting = models.ForeignKey(MonitoringMeeting, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    issue = models.CharField("about", max_length=12, choices=Issue, default=Issue.OTHER)
    notes = models.TextField(max_length=5000, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="monitoring_agenda_place_once",
                violation_error_message="Another point stands at this place.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> "ActionQuerySet":
        return self.filter(done_on=None)

    def overdue(self, day: date) -> "ActionQuerySet":
        """Open actions whose due day is before this day."""
        return self.open().filter(due_on__lt=day)


class Action(models.Model):
    """What somebody promised at a monitoring meeting, by when, and the evidence that it was done."""

    personal_data = "none: owners are named by body and post"

    meeting = models.ForeignKey(MonitoringMeeting, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    body = models.CharField(max_length=8, choices=Body)
    owner_post = models.CharField(max_length=120, help_text="A post, not a person: contract manager.")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(max_length=2000, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(evidence=""),
                name="done_action_has_evidence",
                violation_error_message="Say what shows that it was done.",
            )
        ]

    def __str__(self) -> str:
        return self.what
