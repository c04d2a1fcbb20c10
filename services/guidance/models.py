"""Guidance in plain words: what people ask, and what to expect. Dated, because law and practice change."""

from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from derbyvoice.office.models import Dated


class Guide(Dated):
    """A page of guidance. Its title and address are neutral: they stay in a browser's history."""

    personal_data = "none"

    slug = models.SlugField("address", unique=True, max_length=40)
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class Part(Dated):
    """A question and its answer, or a heading and its words. Blank lines part paragraphs."""

    personal_data = "none"

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="parts")
    heading = models.CharField(max_length=160)
    words = models.TextField(max_length=4000, help_text="Reading age 9 to 11. Blank lines part paragraphs.")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        ordering = ["guide", "position", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["guide", "heading"],
                name="guidance_part_once",
                violation_error_message="This page has a part with this heading already.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class Clip(Dated):
    """A short film with captions and its transcript; a film without either is refused."""

    personal_data = "none"

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="clips")
    title = models.CharField(max_length=120)
    film = models.CharField(max_length=120, help_text="The file among the static files, such as guidance/the-day.mp4.")
    captions = models.CharField(max_length=120, help_text="The WebVTT file with the captions.")
    transcript = models.TextField(max_length=10000)
    length = models.CharField(max_length=40, help_text="In words, such as: 1 minute.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["guide", "position", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(captions="") & ~models.Q(transcript=""),
                name="clip_has_captions_and_transcript",
                violation_error_message="A film needs captions and a transcript.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A page never names a file that is not there."""
        missing = [name for name in ("film", "captions") if not finders.find(getattr(self, name))]
        if missing:
            raise ValidationError(dict.fromkeys(missing, "There is no such file among the static files."))
