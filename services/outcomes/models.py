"""What changed for the person: five outcomes, on a scale from 1 to 5, at the start, at reviews and at the end."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.office.models import Dated
from services.outcomes.choices import HIGHEST, LOWEST, Moment, NoScore
from services.referrals.models import Referral


class Outcome(Dated):
    """Something that support is meant to change, such as feeling safe."""

    personal_data = "none"

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    question = models.CharField(max_length=200, help_text="How a worker may ask about it, in plain words.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, user, day: date) -> "ScoreQuerySet":
        """Scores of referrals that this person may see on this day."""
        return self.filter(referral__in=Referral.objects.visible_to(user, day))


class Score(models.Model):
    """How one outcome stood for one person at one moment: 1 (not at all) to 5 (very much), or why it was not asked."""

    personal_data = "how a person felt, 1 to 5, joined to their referral; goes when the referral goes"

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="scores")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="scores")
    moment = models.CharField(max_length=6, choices=Moment)
    asked_on = models.DateField()
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    no_score = models.CharField(max_length=9, choices=NoScore, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "outcome", "moment", "asked_on"],
                name="score_once_a_day",
                violation_error_message="This outcome was recorded for this day already.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, value__gte=LOWEST, value__lte=HIGHEST, no_score="")
                | Q(value=None) & ~Q(no_score=""),
                name="score_or_reason",
                violation_error_message="Give a score from 1 to 5, or say why there is none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.get_moment_display().lower()}"
