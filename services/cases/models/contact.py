"""What officers did: contacts, attempts, and what the software left for them to do.."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.vault.fields import SealedField
from services.cases.choices import About, LongerReason, Result, TaskKind, Way
from services.cases.models.case import Case


class Contact(models.Model):
    """A person talked with the person of the case, and was answered. It ends a contact cycle: one to each cycle.

    Nothing automatic makes such a row: a message that was sent is not a contact."""

    personal_data = "that an officer talked with the person of a case, and a sealed note; kept as long as the case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    cycle = models.PositiveIntegerField()
    happened_on = models.DateField()
    way = models.CharField(max_length=12, choices=Way)
    about = models.CharField(max_length=12, choices=About)
    note = SealedField(readers=("case",), null=True)
    next_on = models.DateField(help_text="When the next contact is due.")
    longer_reason = models.CharField(max_length=12, choices=LongerReason, blank=True)
    form_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="The same form sent twice is one contact.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "cycle"],
                name="contact_ends_a_cycle_once",
                violation_error_message="This cycle has its contact already.",
            ),
            models.CheckConstraint(
                condition=Q(next_on__gt=models.F("happened_on")),
                name="contact_next_is_later",
                violation_error_message="The next contact comes after this one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}, {self.happened_on:%d %B %Y}"


class Attempt(models.Model):
    """An officer tried and did not reach the person. It changes no due date."""

    personal_data = "that an officer tried to reach the person of a case, and a sealed note; kept as long as the case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="attempts")
    cycle = models.PositiveIntegerField()
    happened_on = models.DateField()
    way = models.CharField(max_length=12, choices=Way)
    result = models.CharField(max_length=12, choices=Result)
    note = SealedField(readers=("case",), null=True)
    form_id = models.UUIDField(default=uuid.uuid4, unique=True, help_text="The same form sent twice is one attempt.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_result_display()}, {self.happened_on:%d %B %Y}"


class OfficerTaskQuerySet(models.QuerySet["OfficerTask"]):
    def waiting(self) -> Self:
        return self.filter(done_at=None)

    def visible_to(self, user: Any) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))


class OfficerTask(models.Model):
    """Something that the case's officer must do, because the software could not or must not."""

    personal_data = "none beyond its case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=12, choices=TaskKind)
    made_on = models.DateField()
    dedupe_key = models.CharField(max_length=120, unique=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfficerTaskQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="officer_task_done_by_somebody",
                violation_error_message="Say who did it.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
