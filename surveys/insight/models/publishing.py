"""Which figures everybody may see."""

from django.conf import settings
from django.db import models

from surveys.questionnaires.models import Version


class PublicFigure(models.Model):
    """A question whose figures stand on the public page. Only the question is kept: its figures are made anew
    from what the release ledger lets out."""

    personal_data = "None: which question is shown to everybody, and who of the staff chose it."

    version = models.ForeignKey(Version, models.PROTECT, related_name="public_figures")
    question = models.CharField(max_length=60, help_text="The question's id in the version.")
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question"],
                name="public_figure_once",
                violation_error_message="This question is shown to everybody already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} of version {self.version_id}"
