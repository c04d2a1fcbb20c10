"""Counters that are read instead of responses, the stands in which figures move, and what was shown of them."""

from django.db import models
from django.db.models import Q

from surveys.questionnaires.models import Version
from surveys.responses.choices import Channel

PEOPLE = 32_000
"""Instead of a question's position: everybody who is counted, once."""


class Tally(models.Model):
    """How many people gave this answer in this month by this channel. True numbers: they leave this room only as a
    `Figure`. `number` is now, to the minute; `settled` is what figures are made from, and moves from stand to stand."""

    personal_data = "Counts of answers; never shown as they are."

    version = models.ForeignKey(Version, models.PROTECT, related_name="tallies")
    month = models.DateField(help_text="The first day of the month.")
    position = models.PositiveSmallIntegerField(help_text="The question's place in the version, from 0.")
    code = models.IntegerField()
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    number = models.PositiveIntegerField()
    settled = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version", "month", "position", "code"]
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "month", "position", "code", "channel"],
                name="tally_once",
                violation_error_message="This is counted already.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="tally_month_begins_on_first",
                violation_error_message="A month is named by its first day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.month:%Y-%m}/{self.position}/{self.code}"


class Stand(models.Model):
    """A moment from which the figures of a version stand still, until enough people came or went for the next.

    It keeps the months and waves of those who were in it, since tables name them by their place in a row that grows at
    both ends. Empty months: nobody was in it, or it is so old that nobody knows. `waves` is None when nobody knows."""

    personal_data = "How many people are in the figures of a survey; never shown as it is."

    version = models.ForeignKey(Version, models.PROTECT, related_name="stands")
    number = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    settled_on = models.DateField()
    first_month = models.PositiveIntegerField(null=True, blank=True, help_text="Year * 12 + month - 1.")
    last_month = models.PositiveIntegerField(null=True, blank=True)
    waves = models.JSONField(null=True, blank=True, help_text="Each wave's id, and how many people of it are in.")

    class Meta:
        ordering = ["version", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"],
                name="stand_once",
                violation_error_message="These figures stand already.",
            )
        ]

    def __str__(self) -> str:
        return f"Stand {self.number} of {self.version_id}"

    @property
    def months(self) -> tuple[int, int] | None:
        """The first and the last month in which those came who are in it."""
        return None if self.first_month is None or self.last_month is None else (self.first_month, self.last_month)

    @property
    def wave_ids(self) -> tuple[int, ...]:
        return tuple(wave for wave, _ in self.waves or ())


class Release(models.Model):
    """The release ledger: each table that was shown at a stand, and what can be reckoned from it (`shown` is false).

    It holds true counts, so that the next table can be weighed against it; they never leave this room. A table that is
    asked for again at the same stand is answered from here."""

    personal_data = "True counts of answers, kept to weigh later tables against; never shown as they are."

    stand = models.ForeignKey(Stand, models.PROTECT, related_name="releases")
    key = models.CharField(max_length=64, help_text="What was asked, as a hash.")
    asked = models.JSONField()
    counts = models.JSONField()
    hidden = models.JSONField()
    shown = models.BooleanField(default=True)
    released_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stand", "key"],
                name="release_once",
                violation_error_message="This table was shown already.",
            )
        ]

    def __str__(self) -> str:
        return f"Release {self.pk}"
