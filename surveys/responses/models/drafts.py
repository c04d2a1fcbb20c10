"""What people are still writing."""

from django.db import models
from django.db.models import Q

from derbyvoice.vault.fields import SealedField
from surveys.questionnaires.models import Version


class Draft(models.Model):
    """Answers under way, sealed with a key that only the browser's cookie holds. Destroyed when they are sent."""

    personal_data = "What a person is writing, sealed to their own browser; destroyed when sent, or 14 days after use."

    token = models.CharField(max_length=64, unique=True, help_text="Keyed hash of the cookie's secret and the survey.")
    version = models.ForeignKey(Version, models.PROTECT, related_name="drafts")
    sealed = SealedField(readers=())
    used_on = models.DateField(db_index=True)
    finder = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique when given
    way_back = SealedField(readers=(), null=True, help_text="The browser's key, sealed with return words.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finder=None, way_back=None) | Q(finder__isnull=False, way_back__isnull=False),
                name="draft_way_back_is_whole",
                violation_error_message="Return words come with both parts.",
            )
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"
