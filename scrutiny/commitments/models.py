"""Promises made by the force, the office or a partner, followed until there is evidence."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.office.fields import WebAddress
from scrutiny.commitments import choices
from scrutiny.measures.models import Measure
from scrutiny.meetings.models import Meeting
from scrutiny.questions.models import Question


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self) -> Self:
        return self.filter(state=choices.State.OPEN)

    def done(self) -> Self:
        """Kept promises, the latest first."""
        return self.filter(state=choices.State.DONE).order_by("-done_on", "-number")

    def overdue(self, day: date) -> Self:
        """Not done although the last day of the time that was promised has passed; the longest overdue first."""
        return self.open().filter(due__lt=day).order_by("due", "number")

    def with_thread(self) -> Self:
        """With all that it came from, for pages that show the way back."""
        return self.select_related("source_meeting__series", "question__district", "measure")


class Commitment(models.Model):
    """A promise: what, by whom, by when, where it was made, and how we know that it was kept.

    `due` is the last day of the time promised: for "September 2022" it is 30 September."""

    personal_data = "none: owners are bodies and posts, not people"

    number = models.PositiveSmallIntegerField(unique=True, help_text="Stands in the address of its page.")
    what = models.CharField(max_length=300, unique=True)
    owner = models.CharField(max_length=8, choices=choices.Owner)
    partner = models.CharField("name of the partner", max_length=120, blank=True)
    post = models.CharField("post that answers for it", max_length=120, blank=True)
    due = models.DateField("last day of the time promised", null=True, blank=True)
    due_precision = models.CharField(max_length=5, choices=choices.Precision, blank=True)
    state = models.CharField(max_length=8, choices=choices.State, default=choices.State.OPEN)
    done_on = models.DateField(null=True, blank=True)
    done_precision = models.CharField(max_length=5, choices=choices.Precision, blank=True)
    evidence_kind = models.CharField("how we know", max_length=10, choices=choices.Evidence, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    evidence_link = WebAddress(max_length=500, blank=True)
    source_meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="commitments")
    source = models.CharField("where it was promised", max_length=300, blank=True)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="commitments")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="commitments")
    finding = models.CharField("reference of the finding", max_length=80, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    demonstration = models.BooleanField("demonstration data", default=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["state", "due"], name="commitment_by_state_and_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due=None, due_precision="") | (Q(due__isnull=False) & ~Q(due_precision="")),
                name="commitment_due_has_precision",
                violation_error_message="Say whether the day, the month or the year was promised.",
            ),
            models.CheckConstraint(
                condition=Q(state=choices.State.DONE, done_on__isnull=False)
                & ~Q(evidence="")
                & ~Q(evidence_kind="")
                & ~Q(done_precision="")
                | ~Q(state=choices.State.DONE),
                name="commitment_done_has_evidence",
                violation_error_message="A promise is done when there is a date and evidence.",
            ),
            models.CheckConstraint(
                condition=(Q(owner=choices.Owner.PARTNER) & ~Q(partner=""))
                | (~Q(owner=choices.Owner.PARTNER) & Q(partner="")),
                name="commitment_names_its_partner",
                violation_error_message="Name the partner, and only for a partner.",
            ),
            models.CheckConstraint(
                condition=Q(source_meeting__isnull=False) | ~Q(source=""),
                name="commitment_has_a_source",
                violation_error_message="Say where the promise was made.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def is_late(self, day: date) -> bool:
        return self.state == choices.State.OPEN and self.due is not None and self.due < day


class Update(models.Model):
    """What was heard about a promise, or a change of its state. Rows are added, never changed."""

    personal_data = "none"

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="updates")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField("what is new", max_length=2000)
    from_state = models.CharField(max_length=8, choices=choices.State)
    to_state = models.CharField(max_length=8, choices=choices.State)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.words[:40]}"
