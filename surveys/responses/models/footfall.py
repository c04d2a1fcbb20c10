"""Where people go on and where they stop, counted without anybody's answers."""

from django.db import connection, models

from surveys.questionnaires.models import Version
from surveys.responses.statements import ONE_MORE


class FootfallQuerySet(models.QuerySet["Footfall"]):
    def one_more(self, *, version: int, wave: int | None, at: int, onward: int) -> None:
        """Somebody went on from here to there for the first time. Nothing says who."""
        with connection.cursor() as cursor:
            cursor.execute(ONE_MORE, [version, wave or 0, at, onward])


class Footfall(models.Model):
    """How many people went on from one question of a version to another: shows where people stop.

    Counters instead of a row for each person, since a draft is sealed and shall stay so. Read only as figures."""

    DOOR, END, SENT = -1, 1000, 1001
    """The page of an invitation; the last question is behind; everything was sent."""

    personal_data = "None: counters without anybody's answers. They are never shown as they are."

    version = models.ForeignKey(Version, models.PROTECT, related_name="footfall")
    wave = models.PositiveIntegerField(default=0, help_text="The id of the wave, 0 for everybody else.")
    at = models.SmallIntegerField(help_text="The place of the question that was left, from 0.")
    onward = models.SmallIntegerField(help_text="The place of the question that came next.")
    number = models.PositiveIntegerField(default=0)

    objects = FootfallQuerySet.as_manager()

    class Meta:
        ordering = ["version", "wave", "at", "onward"]
        verbose_name_plural = "footfall"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "wave", "at", "onward"],
                name="footfall_once",
                violation_error_message="This step is counted already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.wave}: {self.at} to {self.onward}"
