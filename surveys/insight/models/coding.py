"""Who said that a passage is about a theme, and how far a second person agrees."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from derbyvoice.users.models import User
from surveys.insight.models.codebook import CodebookVersion, Theme
from surveys.insight.models.passages import Passage
from surveys.questionnaires.models import Survey


class Sample(models.Model):
    """Texts drawn by chance from those that others coded, for one person to code again without seeing their codes."""

    personal_data = "Which texts a member of staff codes a second time."

    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="samples")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Sample {self.pk}"


class SampleTextQuerySet(models.QuerySet["SampleText"]):
    def to_code(self, user: User):
        """What waits for this person's second look, and may still be read."""
        return self.filter(sample__coder=user, done_at=None, passage__in=Passage.objects.visible_to(user))


class SampleText(models.Model):
    """One text of a sample, and when the second person was done with it."""

    personal_data = "Which text a member of staff coded a second time, and when; goes with the words."

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="texts")
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="sampled")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SampleTextQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "passage"],
                name="sampled_once",
                violation_error_message="This text is in the sample already.",
            )
        ]

    def __str__(self) -> str:
        return f"Text {self.passage_id} of sample {self.sample_id}"


class CodingQuerySet(models.QuerySet["Coding"]):
    def visible_to(self, user: User):
        return self.filter(passage__in=Passage.objects.visible_to(user))

    def standing(self):
        """Codes that were not undone."""
        return self.filter(undone_at=None)

    def as_of(self, moment: datetime):
        """Codes that stood at this moment, also those that were undone since."""
        return self.filter(Q(undone_at=None) | Q(undone_at__gt=moment), coded_at__lte=moment)

    def agreed(self):
        """What counts: standing codes, without those of a second person in a sample."""
        return self.standing().filter(sample=None)

    def texts(self, kind: str):
        """The ids of the texts of one kind (`words`, `recording` or `note`) in which they stand."""
        source = f"passage__{kind}"
        return self.filter(**{f"{source}__isnull": False}).values(source)

    def responses(self):
        """The ids of the responses in whose texts they stand."""
        account = Coalesce("passage__words__response", "passage__recording__response")
        return self.annotate(account=account).exclude(account=None).values("account")

    def with_theme_now(self):
        """`theme_now`: the theme that its theme became part of, else the theme itself."""
        return self.annotate(theme_now=Coalesce("theme__merged_into", "theme"))

    def about(self, theme: Theme):
        """Codes of this theme, and of those that became part of it."""
        return self.filter(Q(theme=theme) | Q(theme__merged_into=theme))


class Coding(models.Model):
    """This part of a text is about this theme, said one person under one version of the codebook."""

    personal_data = "Which part of a person's text a member of staff found to be about what; goes with the words."

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="codings")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    version = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="codings")
    sample = models.ForeignKey(Sample, models.CASCADE, null=True, blank=True, related_name="codings")
    coded_at = models.DateTimeField()
    coded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CodingQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        indexes = [models.Index(fields=["theme", "passage"], condition=Q(undone_at=None), name="coding_standing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="coding_marks_words", violation_error_message="Choose some words."
            ),
            models.UniqueConstraint(
                fields=["passage", "theme", "start", "end"],
                condition=Q(undone_at=None, sample=None),
                name="coding_once",
                violation_error_message="These words have this theme already.",
            ),
            models.UniqueConstraint(
                fields=["passage", "theme", "start", "end", "sample"],
                condition=Q(undone_at=None, sample__isnull=False),
                name="coding_once_in_a_sample",
                violation_error_message="These words have this theme already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme} in text {self.passage_id}"


class Settlement(models.Model):
    """Two people chose differently, talked, and agreed whether the text is about the theme."""

    personal_data = "What two members of staff agreed about a text; goes with the words."

    text = models.ForeignKey(SampleText, models.CASCADE, related_name="settlements")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="settlements")
    belongs = models.BooleanField()
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "theme"], name="settled_once", violation_error_message="This is settled already."
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {'yes' if self.belongs else 'no'}"
