"""How the force's record system comes in: keys, what it was answered, and what was refused."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.cases.models import Case


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(ended_at=None, expires__gt=now)


class ApiKey(models.Model):
    """A program's key. It is shown once and kept as a hash; the prefix is how people speak of it."""

    personal_data = "none: a program's key"

    name = models.CharField(max_length=80, help_text="Which system uses it.")
    prefix = models.CharField(max_length=12, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    expires = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    last_used = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires__gt=F("made_at")),
                name="api_key_expires_later",
                violation_error_message="It cannot expire before it begins.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class IntakeReceipt(models.Model):
    """A post that was taken in, and what it was answered: the same post again gets the same answer."""

    personal_data = "a keyed hash of a post, which nobody can turn back; its answer holds ids only. Kept 90 days"

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="receipts")
    idempotency_key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    case = models.ForeignKey(Case, models.PROTECT, related_name="intake_receipts")
    force_version = models.PositiveIntegerField()
    answer = models.JSONField()
    taken = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "idempotency_key"],
                name="intake_receipt_once",
                violation_error_message="This idempotency key was used already.",
            )
        ]

    def __str__(self) -> str:
        return f"Receipt {self.pk}"


class IntakeRefusal(models.Model):
    """A post that was refused: which field and why, never what stood in it. Kept so that refusals can be counted."""

    personal_data = "none: a field's name and a code"

    key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="refusals")
    status = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=40)
    refused = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.status} {self.field or 'post'}: {self.code}"
