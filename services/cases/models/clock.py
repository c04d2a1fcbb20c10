"""When the next contact is due. The clock is a narrow table, so that a million cases are swept in a blink."""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from derbyvoice.office.models import CrimeGroup, Dated
from services.cases.choices import Counting
from services.cases.models.case import Case
from services.cases.models.people import Officer, Team


class ContactPolicy(Dated):
    """How often the force contacts people. A row for a crime group goes before the row for all."""

    personal_data = "none"

    crime_group = models.ForeignKey(
        CrimeGroup, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: every other group."
    )
    days = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(1), MaxValueValidator(90)])
    counting = models.CharField(max_length=10, choices=Counting, default=Counting.CALENDAR)

    class Meta(Dated.Meta):
        ordering = ["-valid_from", "-id"]
        verbose_name_plural = "contact policies"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=90),
                name="contact_policy_days",
                violation_error_message="From 1 to 90 days.",
            ),
        ]

    def __str__(self) -> str:
        return f"Every {self.days} days ({self.get_counting_display().lower()})"


class CaseClockQuerySet(models.QuerySet["CaseClock"]):
    def running(self) -> Self:
        return self.filter(due_on__isnull=False)

    def to_contact(self, day: date) -> Self:
        """Contact is due on this day or was due before it."""
        return self.filter(due_on__lte=day)

    def overdue(self, day: date) -> Self:
        """Contact was due before this day."""
        return self.filter(due_on__lt=day)

    def visible_to(self, user: Any) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))


class CaseClock(models.Model):
    """One running contact cycle. `due` is when its next reminder is due; empty when the last one has been made.

    A cycle is from one contact to the next due one; a stage is a reminder step within it. Officer and team are
    those of the case, kept here so that the sweep touches no other table. A closed case has neither due time."""

    personal_data = "none beyond its case"

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="clock")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    cycle = models.PositiveIntegerField(default=1)
    stage = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True, help_text="The London day on which contact is due.")
    due = models.DateTimeField(null=True, blank=True)

    objects = CaseClockQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="clock_due"),
            models.Index(fields=["officer", "due_on"], name="clock_of_officer"),
            models.Index(fields=["team", "due_on"], name="clock_of_team"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due=None) | Q(due_on__isnull=False),
                name="clock_reminds_only_while_running",
                violation_error_message="A clock without a due day reminds nobody.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: cycle {self.cycle}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))


class Reminder(models.Model):
    """A reminder step was reached: once for each case, cycle and stage, whoever sweeps and however often."""

    personal_data = "none beyond its case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="reminders", db_index=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False)
    cycle = models.PositiveIntegerField()
    stage = models.PositiveSmallIntegerField()
    due = models.DateTimeField()
    swept = models.DateTimeField(help_text="When the sweep made it: later than due if the scheduler had stopped.")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "cycle", "stage"],
                name="reminder_once",
                violation_error_message="This reminder was made already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: cycle {self.cycle}, stage {self.stage}"


class DigestRun(models.Model):
    """The morning's messages of one day were queued: once, whichever scheduler came first."""

    personal_data = "none"

    day = models.DateField(unique=True)
    queued = models.PositiveIntegerField(help_text="How many officers had somebody to contact.")
    ran = models.DateTimeField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d %B %Y}"
