"""The office that runs this installation, and the plain facts about its area. All of it is data."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from derbyvoice.lib.suppression import Protection


class Office(models.Model):
    """Who runs this installation. One row: bodies, titles and areas change, the software does not."""

    personal_data = "none: the office's own address"

    name = models.CharField(max_length=120)
    service_name = models.CharField(max_length=60, help_text="Stands in every page title: keep it neutral.")
    holder_title = models.CharField("title of the person who leads it", max_length=80)
    area = models.CharField(max_length=80)
    force_name = models.CharField(max_length=120)
    sender_name = models.CharField(
        max_length=40, help_text="Stands in the From line of every message: keep it neutral."
    )
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_address = models.TextField(blank=True)
    demonstration = models.BooleanField("demonstration data", default=False)

    class Meta:
        verbose_name_plural = "office"
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="one_office",
                violation_error_message="There is one office to an installation.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """Rows in force on this day."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Dated(models.Model):
    """Facts that law or policy may change: in force from a day, to a day, with their source."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_dates_in_order",
                violation_error_message="It cannot end before it begins.",
            )
        ]


class District(Dated):
    """A local authority area, by its ONS code."""

    personal_data = "none"

    code = models.CharField("ONS code", max_length=9, unique=True)
    name = models.CharField(max_length=80)

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Counted(Dated):
    """A group by which people are counted: how small a count may be shown depends on it."""

    heightened = models.BooleanField("hide counts below 10", default=False)

    class Meta(Dated.Meta):
        abstract = True

    @property
    def protection(self) -> Protection:
        return Protection.HEIGHTENED if self.heightened else Protection.STANDARD


class CrimeGroup(Counted):
    """A grouping of crimes for support. `risk`: no automatic message unless the channel is recorded as safe."""

    personal_data = "none"

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    plain_name = models.CharField(max_length=120, help_text="In the words that people use.")
    risk = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Cohort(Counted):
    """A group of people that budgets and surveys speak of, such as adults or people under 18."""

    personal_data = "none"

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    plain_name = models.CharField(max_length=120, help_text="In the words that people use of themselves.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class VictimRight(Dated):
    """One of the rights in the Victims' Code. A new Code ends those that it replaces and adds its own."""

    personal_data = "none"

    key = models.SlugField(unique=True)
    number = models.PositiveSmallIntegerField(help_text="Its number in the Code.")
    name = models.CharField(max_length=200)
    plain_name = models.CharField(max_length=200, help_text="In the words that people use.")

    class Meta(Dated.Meta):
        ordering = ["number", "valid_from"]

    def __str__(self) -> str:
        return f"Right {self.number}: {self.name}"


class EmergencyContact(Dated):
    """A number to call, shown at the foot of every public page."""

    personal_data = "none"

    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    url = models.URLField(blank=True)
    words = models.CharField(max_length=200, help_text="When to call it, in plain words.")
    position = models.PositiveSmallIntegerField(default=0)
    for_young = models.BooleanField("for children and young people", default=False)

    class Meta(Dated.Meta):
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.phone}"
