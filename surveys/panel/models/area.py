"""How many people live where, and how much crime is recorded: what the panel is compared with. Never guessed."""

from django.db import models
from django.db.models import Q

from derbyvoice.office.models import Cohort, District
from surveys.panel.choices import Kind


class AreaCount(models.Model):
    """A published count of a district or a cohort, with its source."""

    personal_data = "None: published figures."

    kind = models.CharField(max_length=10, choices=Kind)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=200, help_text="Who published it and for when, such as: ONS, Census 2021.")

    class Meta:
        ordering = ["kind", "district__name", "cohort__position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=False, cohort=None) | Q(district=None, cohort__isnull=False),
                name="count_of_one_thing",
                violation_error_message="Choose a district or a group of people, not both.",
            ),
            models.UniqueConstraint(
                fields=["kind", "district"],
                condition=Q(district__isnull=False),
                name="one_count_a_district",
                violation_error_message="There is a count for this district already.",
            ),
            models.UniqueConstraint(
                fields=["kind", "cohort"],
                condition=Q(cohort__isnull=False),
                name="one_count_a_cohort",
                violation_error_message="There is a count for this group already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.district or self.cohort}"
