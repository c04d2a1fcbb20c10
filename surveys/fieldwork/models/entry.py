"""Paper forms and telephone answers that staff type in: a batch, and which of its forms became which response."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Version
from surveys.responses.choices import Channel
from surveys.responses.models import Response

BY_HAND = (Channel.PAPER, Channel.TELEPHONE)
TYPISTS = (roles.RESEARCHER, roles.OFFICE_STAFF)


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User):
        """Those who type in."""
        return self if user.has_role(*TYPISTS) else self.none()

    def with_forms(self):
        """`forms`: how many were typed in; `checked`: how many of them twice."""
        twice = Count("entries", filter=Q(entries__checked_at__isnull=False))
        return self.annotate(forms=Count("entries"), checked=twice)


class Batch(models.Model):
    """Forms of one version that came together, such as a box of paper, or the calls of a week."""

    personal_data = "None: a name for a pile of forms. Which form became which response is cut when it is finished."

    name = models.CharField("batch reference", max_length=60, help_text="As it is written on the box or the list.")
    version = models.ForeignKey(Version, models.PROTECT, related_name="batches")
    channel = models.CharField(max_length=10, choices=[(one.value, one.label) for one in BY_HAND])
    sample = models.PositiveSmallIntegerField("check one form in", default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "name"],
                name="batch_name_once",
                violation_error_message="There is a batch with this reference already.",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="batch_finished_by_somebody",
                violation_error_message="Say who finished it.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.finished_at is None


class Entry(models.Model):
    """One form of a batch, by the number that stands on it. The response is forgotten when the batch is finished."""

    personal_data = "Which numbered form became which response, until the batch is finished; then only the number."

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("form number")
    form_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.OneToOneField(Response, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    differences = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["batch", "-number"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"],
                name="entry_number_once",
                violation_error_message="A form with this number is typed in already.",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None, differences=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False, differences__isnull=False),
                name="entry_check_is_whole",
                violation_error_message="A check says who, when and how many differences.",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
                name="entry_checked_by_another",
                violation_error_message="Somebody else must type it the second time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, form {self.number}"
