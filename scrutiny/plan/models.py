"""The published plan that the force is held to, and its priorities. All of it is data: offices and plans change."""

from django.db import models
from django.db.models import F, Q


class Plan(models.Model):
    """A plan as it was published, such as the one for 2021 to 2025."""

    personal_data = "none"

    title = models.CharField(max_length=160, unique=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Where it was published.")
    demonstration = models.BooleanField("demonstration data", default=False)

    class Meta:
        ordering = ["-first_year", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="plan_years_in_order",
                violation_error_message="A plan cannot end before it begins.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Priority(models.Model):
    """One of the things that a plan puts first. Meetings are held about a priority."""

    personal_data = "none"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    name = models.CharField(max_length=160)
    words = models.TextField("in plain words", max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["plan", "position", "name"]
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="priority_once_in_plan",
                violation_error_message="This plan has a priority of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
