"""Focus groups and interviews: who was there as P1 to Pn, what each allows, and what was said, sealed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.office.models import Cohort
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.fieldwork.choices import Kind
from surveys.questionnaires.choices import Consent


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User):
        """Researchers see sessions; nobody else does."""
        return self if user.has_role(roles.RESEARCHER) else self.none()


class Session(models.Model):
    """One focus group or interview."""

    personal_data = "Where and when people met, without their names."

    kind = models.CharField(max_length=12, choices=Kind)
    topic = models.CharField(max_length=120)
    held_on = models.DateField()
    place = models.CharField(max_length=120, help_text="A kind of place, such as “community centre”; no address.")
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    debriefed = models.BooleanField("everybody was offered support afterwards", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.topic}"


class Participant(models.Model):
    """P1 to Pn: somebody who took part, without a name, and what they allow."""

    personal_data = "A number within a session, a broad group, and consents; no name and no contact."

    session = models.ForeignKey(Session, models.PROTECT, related_name="participants")
    number = models.PositiveSmallIntegerField()
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+")
    may_count = models.BooleanField(Consent.COUNT.label, default=False)
    may_read = models.BooleanField(Consent.READ.label, default=False)
    may_quote = models.BooleanField(Consent.QUOTE.label, default=False)
    may_publish = models.BooleanField(Consent.PUBLISH.label, default=False)

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


class NoteQuerySet(models.QuerySet["Note"]):
    def readable(self):
        """Notes of nobody in particular, and of people who allow staff to read their words."""
        return self.filter(Q(participant=None) | Q(participant__may_read=True))

    def visible_to(self, user: User):
        return self.readable() if user.has_role(roles.RESEARCHER) else self.none()


class Note(models.Model):
    """Something that was said or seen in a session. Sealed to researchers."""

    personal_data = "What somebody said, in their words or the note-taker's, sealed; kept with the session."

    session = models.ForeignKey(Session, models.PROTECT, related_name="notes")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="notes")
    sealed = SealedField(readers=("voice",))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Note {self.pk}"
