"""Who did what, and who looked at what. Rows are added and never changed: the database refuses it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Event(models.Model):
    """Somebody did something. Written in the same transaction as the thing itself.

    `facts` holds keys, states and counts; never words, names or addresses of the people we serve."""

    personal_data = "What a member of staff did and when, so that it can be answered for; seven years."

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_kind = models.CharField(max_length=20, help_text="user, person (with return words), program or clock")
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="event_of_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_kind="user", by__isnull=False) | Q(by_kind__in=["person", "program", "clock"], by=None),
                name="event_has_its_actor",
                violation_error_message="An event says who acted.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"

    @property
    def words(self) -> str:
        """The verb as people read it."""
        return self.verb.replace("_", " ")


class Reading(models.Model):
    """Somebody looked at a confidential record, and why. Written in the transaction that opened it."""

    personal_data = "Which confidential record a member of staff opened and why; seven years."

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    why = models.CharField(max_length=200)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="reading_of_subject")]

    def __str__(self) -> str:
        return f"{self.by} read {self.subject_type} {self.subject_id}"


class DaySeal(models.Model):
    """A finished day's events and readings as one hash, chained to the day before: a changed row breaks the chain."""

    personal_data = "none"

    day = models.DateField(unique=True)
    events = models.PositiveIntegerField()
    readings = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d %B %Y}"
