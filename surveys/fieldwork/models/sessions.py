"""Focus groups and interviews: the plan, who was there as P1 to Pn, what each allows, and what came after."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from derbyvoice.office.models import Cohort
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.choices import MENDING, Debrief, Kind, PersonDebrief, Place, Recording, State, Transcript
from surveys.questionnaires.choices import Consent


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User):
        """Researchers see sessions; nobody else does."""
        return self if user.has_role(roles.RESEARCHER) else self.none()

    def with_people(self):
        """`people`: how many took part."""
        return self.annotate(people=Count("participants", distinct=True))

    def with_recording_to_destroy(self, day: date):
        """Sessions whose recording should be gone by this day and is not."""
        return self.filter(recording=Recording.KEPT, destroy_on__lte=day)

    def with_words_from_before(self, day: date):
        """Sessions that were held, and known to us, before this day, and in which what was said still stands."""
        said = self.exclude(state__in=[State.PLANNED, State.CALLED_OFF])
        return said.filter(held_on__lt=day, recorded_at__date__lt=day, words_gone_on=None)

    def with_words_to_let_go(self, day: date):
        """Those among them that are closed: nobody works on them any more."""
        return self.with_words_from_before(day).filter(state=State.CLOSED)


class Session(models.Model):
    """One focus group or interview, from its plan to its end."""

    personal_data = "On which day and in what kind of place people met, without their names."

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    topic = models.CharField(max_length=120)
    held_on = models.DateField("day")
    place = models.CharField(max_length=12, choices=Place)
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    recording = models.CharField(max_length=10, choices=Recording, default=Recording.NONE)
    kept_where = models.CharField("where the recording is kept", max_length=120, blank=True)
    destroy_on = models.DateField("day on which the recording is destroyed", null=True, blank=True)
    transcript = models.CharField(max_length=14, choices=Transcript, default=Transcript.NONE)
    brought_in = models.UUIDField(null=True, editable=False, help_text="The form that brought in the last transcript.")
    debrief = models.CharField("support afterwards", max_length=10, choices=Debrief, blank=True)
    words_gone_on = models.DateField(
        null=True, blank=True, editable=False, help_text="Since when nothing that was said stands here."
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | ~Q(debrief=""),
                name="closed_session_has_debrief",
                violation_error_message="Say what was done for people afterwards before you close the session.",
            ),
            models.CheckConstraint(
                condition=~Q(recording=Recording.KEPT) | (~Q(kept_where="") & Q(destroy_on__isnull=False)),
                name="recording_is_kept_for_a_time",
                violation_error_message="Say where the recording is kept and on which day it is destroyed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.topic}"

    @property
    def may_be_mended(self) -> bool:
        return self.state in MENDING

    def recording_is_due(self, day: date) -> bool:
        return self.recording == Recording.KEPT and self.destroy_on is not None and self.destroy_on <= day


class Prompt(models.Model):
    """One question of a session's topic guide, in order."""

    personal_data = "None: a question that was asked."

    session = models.ForeignKey(Session, models.CASCADE, related_name="prompts")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="prompt_number_once",
                violation_error_message="This number is taken.",
            )
        ]

    def __str__(self) -> str:
        return f"Q{self.number}. {self.text}"


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def with_notes_kept(self):
        """`notes_kept`: how many notes are theirs, whether or not they may be read."""
        return self.annotate(notes_kept=Count("notes"))


class Participant(models.Model):
    """P1 to Pn: somebody who took part, without a name, what they allow, and what was done for them afterwards."""

    personal_data = "A number within a session, a broad group, and consents; no name and no contact."

    session = models.ForeignKey(Session, models.PROTECT, related_name="participants")
    number = models.PositiveSmallIntegerField()
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="group")
    may_count = models.BooleanField(Consent.COUNT.label, default=False)
    may_read = models.BooleanField(Consent.READ.label, default=False)
    may_quote = models.BooleanField(Consent.QUOTE.label, default=False)
    may_publish = models.BooleanField(Consent.PUBLISH.label, default=False)
    may_record = models.BooleanField("You may record what I say", default=False)
    debrief = models.CharField("support afterwards", max_length=10, choices=PersonDebrief, blank=True)
    support_offered = models.BooleanField("told where support is", default=False)
    words_removed_on = models.DateField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="participant_number_once",
                violation_error_message="This number is taken.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="participants_from_one", violation_error_message="Count from 1."
            ),
        ]

    def __str__(self) -> str:
        return f"P{self.number}"
