"""Devices that are handed round: whoever holds one answers one survey on it, without a sign-in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from derbyvoice.users.models import User
from surveys.fieldwork.models.entry import TYPISTS
from surveys.questionnaires.models import Survey


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: User):
        """Those who hand them out."""
        return self if user.has_role(*TYPISTS) else self.none()

    def in_use(self, now: datetime):
        """Links that work now: not ended, in their time, with answers left."""
        return self.filter(ended_at=None, until__gt=now, taken__lt=F("most"))

    def holding(self, token_hash: str):
        """The device whose present link this is."""
        return self.filter(token_hash=token_hash)


class Device(models.Model):
    """A tablet or telephone that an interviewer hands round. Its link opens the survey's pages and nothing else.

    The link turns: after so many hours, or by a button, it is replaced, and the one before is worthless."""

    personal_data = "That a member of staff set up a device; nothing about the people who answer on it."

    name = models.CharField("device", max_length=60, help_text="For example: tablet 3, Chesterfield team.")
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True, editable=False, help_text="Keyed hash of the link.")
    until = models.DateTimeField("works until")
    most = models.PositiveSmallIntegerField("most responses")
    taken = models.PositiveSmallIntegerField("responses sent", default=0)
    turn_hours = models.PositiveSmallIntegerField("hours until the link turns", help_text="0: only by button.")
    turn_from = models.DateTimeField("hours count from")
    sitting = models.CharField(max_length=32, blank=True, editable=False, help_text="Who answers now.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="device_ended_by_somebody",
                violation_error_message="Say who ended it.",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("most")),
                name="device_takes_at_most",
                violation_error_message="This device has taken all the responses it may.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def works(self, now: datetime) -> bool:
        return self.ended_at is None and self.until > now and self.taken < self.most

    def turn_is_due(self, now: datetime) -> bool:
        return bool(self.turn_hours) and now >= self.turn_from + timedelta(hours=self.turn_hours)
