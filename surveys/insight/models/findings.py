"""What the office learned, with the responses it rests on."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from surveys.insight.choices import State
from surveys.insight.models.codebook import Theme
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response


class FindingQuerySet(models.QuerySet["Finding"]):
    def published(self):
        return self.filter(state=State.PUBLISHED)


class Finding(models.Model):
    """Something that people told the office, in the office's words, with the responses it rests on."""

    personal_data = (
        "The office's own words; what it rests on is linked and never shown, nor is the true number of those people."
    )

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="findings")
    title = models.CharField(max_length=120)
    summary = models.TextField(max_length=2000)
    what_we_did = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    rests_on = models.JSONField(
        default=dict,
        editable=False,
        help_text="For each version, by its id: so many people who are in its figures. It moves in steps with them.",
    )
    history = HistoricalRecords(excluded_fields=["rests_on"])

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_finding_says_who",
                violation_error_message="A published finding says who published it and when.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def people(self) -> int:
        """How many people it rests on, as the figures stand. For `Figure`s only."""
        numbers: dict[str, int] = self.rests_on
        return sum(numbers.values())

    @property
    def earlier(self) -> list[Any]:
        """How it was worded before, the latest first; each wording as it was first written."""
        found: dict[tuple[str, ...], Any] = {}
        for one in self.history.select_related("history_user").order_by("history_id"):
            found.setdefault(self.worded(one), one)
        found.pop(self.worded(self), None)
        return list(reversed(found.values()))

    @staticmethod
    def worded(row: Any) -> tuple[str, ...]:
        return row.title, row.summary, row.what_we_did


class Evidence(models.Model):
    """A response that a finding rests on."""

    personal_data = "Which response was used for which finding; a response that was taken back no longer counts."

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="evidence")
    response = models.ForeignKey(Response, models.CASCADE, related_name="evidence")
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="evidence", help_text="Found through this theme."
    )
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "response"],
                name="evidence_once",
                violation_error_message="This response is linked already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} rests on {self.response_id}"
