"""What people said aloud: while they are on their way, and once it was sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import UseQuerySet
from surveys.responses.choices import TranscriptState
from surveys.responses.models.drafts import Draft
from surveys.responses.models.responses import Response


class DraftRecording(models.Model):
    """A recording that belongs to a draft, sealed with a key that lies in the draft alone. It is destroyed with it."""

    personal_data = "A person's voice while they are on their way, sealed to their browser; destroyed with the draft."

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="recordings")
    question = models.CharField(max_length=40, help_text="The question's id in the version.")
    sealed = SealedField(readers=())
    seconds = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "question"],
                name="draft_recording_once_a_question",
                violation_error_message="There is a recording for this question already.",
            )
        ]

    def __str__(self) -> str:
        return f"Recording of draft {self.draft_id}"


class RecordingQuerySet(UseQuerySet):
    def allowing(self, *consents: Consent):
        """Recordings whose person allows all of these uses."""
        rows = self.filter(response__in=Response.objects.allowing(*consents), sealed__isnull=False)
        return rows.asked_for(*consents)

    def visible_to(self, user: User):
        """Recordings of the responses that this person may read."""
        mine = Response.objects.visible_to(user)
        return self.filter(response__in=mine, sealed__isnull=False).asked_for(Consent.READ)

    def written(self):
        """Recordings whose transcript is done: it is a text like any other, and read without the sound."""
        return self.filter(transcript_state=TranscriptState.DONE, transcript__isnull=False).defer("sealed")

    def waiting(self):
        """Recordings that nobody has written down yet."""
        return self.exclude(transcript_state=TranscriptState.DONE)


class Recording(models.Model):
    """What a person said, and what somebody wrote down of it. Both are sealed to researchers."""

    personal_data = (
        "A person's voice, sealed to researchers and to the person, and what staff wrote down of it, sealed to "
        "researchers; destroyed when the person takes it back."
    )

    response = models.ForeignKey(Response, models.CASCADE, related_name="recordings")
    question = models.CharField(max_length=40, help_text="The question's id in the version.")
    sealed = SealedField(readers=("voice",), null=True)
    seconds = models.PositiveSmallIntegerField()
    transcript_state = models.CharField(max_length=8, choices=TranscriptState, default=TranscriptState.NONE)
    transcript = SealedField(readers=("voice",), null=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"],
                name="recording_once_a_question",
                violation_error_message="There is a recording for this question already.",
            ),
            models.CheckConstraint(
                condition=Q(transcript_state="none", written_at=None, written_by=None)
                | (~Q(transcript_state="none") & Q(written_at__isnull=False, written_by__isnull=False)),
                name="transcript_says_who_writes",
                violation_error_message="A transcript says who writes it, and since when.",
            ),
        ]

    def __str__(self) -> str:
        return f"Recording {self.pk}"

    @property
    def length(self) -> str:
        return f"{self.seconds // 60}:{self.seconds % 60:02d}"
