"""What was said or seen in a session, sealed; what stood there before a correction; and how a facilitator was."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.fieldwork.models.sessions import Participant, Prompt, Session
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import UseQuerySet

COLUMNS = {consent: f"may_{consent.value}" for consent in (Consent.COUNT, Consent.READ, Consent.QUOTE, Consent.PUBLISH)}


class NoteQuerySet(UseQuerySet):
    def readable(self):
        """Notes of nobody in particular, and of people who allow staff to read their words."""
        return self.filter(Q(participant=None) | Q(participant__may_read=True)).asked_for(Consent.READ)

    def allowing(self, *consents: Consent):
        """What people said who allow all of these uses. A note of nobody in particular allows none."""
        allowed = {f"participant__{COLUMNS[consent]}": True for consent in consents}
        return self.filter(**allowed).asked_for(*consents)

    def visible_to(self, user: User):
        return self.readable() if user.has_role(roles.RESEARCHER) else self.none()


class Note(models.Model):
    """Something that was said or seen in a session. Sealed to researchers."""

    personal_data = "What somebody said, in their words or the note-taker's, sealed; kept until its time is over."

    session = models.ForeignKey(Session, models.PROTECT, related_name="notes")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="notes")
    prompt = models.ForeignKey(Prompt, models.PROTECT, null=True, blank=True, related_name="notes")
    sealed = SealedField(readers=("voice",))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class EarlierTextQuerySet(UseQuerySet):
    def visible_to(self, user: User):
        """What stood in the notes that this person may read."""
        return self.filter(note__in=Note.objects.visible_to(user)).asked_for(Consent.READ)


class EarlierText(models.Model):
    """What a note said before it was corrected. Added at each correction, never changed; it goes with its note."""

    personal_data = "What stood in a note before it was corrected, sealed; destroyed with the note."

    note = models.ForeignKey(Note, models.CASCADE, related_name="earlier")
    sealed = SealedField(readers=("voice",))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = EarlierTextQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Earlier text of note {self.note_id}"


class OwnNoteQuerySet(models.QuerySet["OwnNote"]):
    def visible_to(self, user: User):
        """A facilitator's note about themselves is theirs alone."""
        return self.filter(written_by=user) if user.has_role(roles.RESEARCHER) else self.none()


class OwnNote(models.Model):
    """How a facilitator was after a session, for themselves and the talk with their supervisor. Optional."""

    personal_data = (
        "How a member of staff felt after a session, sealed; shown to themselves alone; goes with the session's words."
    )

    session = models.ForeignKey(Session, models.PROTECT, related_name="own_notes")
    sealed = SealedField(readers=("voice",))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OwnNoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "written_by"],
                name="own_note_once",
                violation_error_message="There is a note of yours already.",
            )
        ]

    def __str__(self) -> str:
        return f"Own note {self.pk}"
