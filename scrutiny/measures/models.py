"""Published figures about the force: what each one means, where it comes from, and what it may be compared with.

They are figures that others published about a whole area. They are not counted from our own rows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scrutiny.measures import choices

IN_ORDER = Q(period_start=None) | Q(period_end=None) | Q(period_end__gte=F("period_start"))


class Measure(models.Model):
    """A figure that is followed over time."""

    personal_data = "none"

    number = models.PositiveSmallIntegerField(unique=True, help_text="Stands in the address of its page.")
    name = models.CharField(max_length=160, unique=True)
    unit = models.CharField(max_length=16, choices=choices.Unit)
    up_is_good = models.BooleanField("higher is better", null=True, blank=True)
    area = models.CharField(max_length=80, blank=True, help_text="Empty: the area of this office.")
    definition = models.TextField(max_length=2000, blank=True, help_text="What is counted, and how.")
    source = models.CharField(max_length=300, blank=True)
    limits = models.TextField("what to bear in mind", max_length=2000, blank=True)
    comparator_allowed = models.BooleanField("may be compared", default=False)
    comparator_reason = models.TextField(
        "why it may or may not be compared", max_length=1000, help_text="Shown beside the chart."
    )
    demonstration = models.BooleanField("demonstration data", default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(comparator_reason=""),
                name="measure_says_why_compared_or_not",
                violation_error_message="Say why this figure may or may not be compared with others.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """The figure for one period. A corrected value is a new row; the old one stays, superseded."""

    personal_data = "none"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    approximate = models.BooleanField(default=False)
    change = models.DecimalField(
        "change since the period before", max_digits=16, decimal_places=4, null=True, blank=True
    )
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    period_words = models.CharField("period", max_length=80, blank=True, help_text="As it was given, such as 2019/20.")
    reported = models.CharField("reported at", max_length=160, blank=True)
    is_current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["measure", F("period_end").asc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=IN_ORDER,
                name="value_period_in_order",
                violation_error_message="The period cannot end before it begins.",
            ),
            models.UniqueConstraint(
                fields=["measure", "period_words", "reported"],
                condition=Q(is_current=True),
                name="value_once_a_period",
                violation_error_message="There is a current value for this period already: correct that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.period_words or self.reported}".strip()


class Comparator(models.Model):
    """What a figure is set beside, such as the same figure for the country. Only where that is allowed."""

    personal_data = "none"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="comparators")
    area = models.CharField(max_length=120)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    period_words = models.CharField("period", max_length=80, blank=True)
    definition = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=300, blank=True)
    caveat = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["measure", "area", "id"]
        constraints = [
            models.CheckConstraint(
                condition=IN_ORDER,
                name="comparator_period_in_order",
                violation_error_message="The period cannot end before it begins.",
            ),
            models.UniqueConstraint(
                fields=["measure", "area", "period_words"],
                name="comparator_once_a_period",
                violation_error_message="This comparison is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.value.normalize():f}"

    @property
    def is_sound(self) -> bool:
        """Definition and period are both recorded, so that like is compared with like."""
        return bool(self.definition and (self.period_words or self.period_end))
