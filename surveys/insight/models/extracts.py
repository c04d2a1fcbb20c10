"""Copies of closed answers, row by row: who asked, who approved, the file, and the proof that it is gone."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.insight.choices import ExtractKind, ExtractState
from surveys.questionnaires.models import Version


class ExtractQuerySet(models.QuerySet["Extract"]):
    def visible_to(self, user: User) -> Self:
        """Researchers and the office see what was asked for; only who asked can have the file."""
        return self.all() if user.has_role(roles.RESEARCHER, roles.OFFICE_STAFF) else self.none()

    def to_make(self, now: datetime) -> Self:
        """Approved, and nobody is making it now."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), state=ExtractState.APPROVED)


class Extract(models.Model):
    """One file that somebody asked for. When its time is over the file is destroyed; the rest stays, as the proof."""

    personal_data = (
        "Why staff asked for answers and who approved it; kept as long as the audit. The file is in its parts."
    )

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="extracts")
    kind = models.CharField("kind of file", max_length=4, choices=ExtractKind, default=ExtractKind.CSV)
    reason = models.CharField("what it is for", max_length=300)
    state = models.CharField(max_length=8, choices=ExtractState, default=ExtractState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField("why not", max_length=300, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, help_text="How much of the file is made, in per cent.")
    rows = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0, help_text="Rows so rare that they stay out.")
    people = models.CharField(max_length=60, blank=True, editable=False, help_text="Who is in it, as a checksum.")
    fingerprint = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    until = models.DateTimeField(null=True, blank=True, help_text="When the file is destroyed.")
    destroyed_on = models.DateField(null=True, blank=True)

    objects = ExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="extract_needs_a_second_person",
                violation_error_message="Somebody else must decide about this.",
            ),
            models.CheckConstraint(
                condition=Q(state=ExtractState.ASKED, decided_by=None, decided_at=None)
                | (~Q(state=ExtractState.ASKED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="extract_says_who_decided",
                violation_error_message="Say who decided, and when.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtractState.READY) | Q(until__isnull=False) & ~Q(fingerprint=""),
                name="extract_that_is_ready_ends",
                violation_error_message="A file that is ready has an end.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtractState.ENDED) | Q(destroyed_on__isnull=False),
                name="extract_that_ended_says_when",
                violation_error_message="Say when the file was destroyed.",
            ),
        ]

    def __str__(self) -> str:
        return f"Copy {str(self.reference)[:8]}"

    @property
    def file_name(self) -> str:
        """A name that tells nothing."""
        return f"answers-{str(self.reference)[:8]}.{self.kind}"


class ExtractPart(models.Model):
    """A piece of the file, sealed to the staff pages. Destroyed with the file."""

    personal_data = "Answers to closed questions without names, words or rare values (sealed); gone after some days."

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sealed = SealedField(readers=("voice",))

    class Meta:
        ordering = ["extract", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["extract", "number"],
                name="extract_part_once",
                violation_error_message="This part is there already.",
            )
        ]

    def __str__(self) -> str:
        return f"Part {self.number} of {self.extract_id}"
