"""Screens in waiting rooms, on which people answer without a sign-in."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from surveys.questionnaires.models import Survey


class KioskQuerySet(models.QuerySet["Kiosk"]):
    def on(self, now: datetime):
        """Screens whose link works now."""
        return self.filter(ended_at=None, until__gt=now)


class Kiosk(models.Model):
    """A device on which people answer one survey. Whoever has its link may answer; the link opens nothing else.

    A new link makes the old one worthless, and it ends by itself, or at once when somebody ends it."""

    personal_data = "That a member of staff set up a screen; nothing about the people who answer on it."

    name = models.CharField("where it stands", max_length=60, help_text="For example: front desk, Monday clinic.")
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="kiosks")
    finder = models.CharField(max_length=64, unique=True, editable=False, help_text="Keyed hash of the link's code.")
    until = models.DateTimeField("works until")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = KioskQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="kiosk_ended_by_somebody",
                violation_error_message="Say who ended it.",
            )
        ]

    def __str__(self) -> str:
        return self.name
