"""One text of somebody's own words that was opened, and what stands in its place when others read it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.fieldwork.models import Note
from surveys.insight.choices import Redacting, SentBack
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import UseQuerySet
from surveys.responses.models import Recording, Response, Words

SOURCES = (
    "words__response__version__survey",
    "recording__response__version__survey",
    "note__session",
    "note__participant",
)
HEAVY = ("recording__sealed", "recording__transcript")
"""What nobody needs who asks where a text comes from: a sound has megabytes."""


class PassageQuerySet(models.QuerySet["Passage"]):
    def allowing(self, *consents: Consent):
        """Texts whose person allows all of these uses now. A note that is nobody's allows nothing but reading."""
        words, notes = Words.objects.allowing(*consents), Note.objects.allowing(*consents)
        return self.among(words, Recording.objects.allowing(*consents).written(), notes)

    def readable(self):
        """Texts that researchers may read now, and notes that are nobody's."""
        words, aloud = Words.objects.allowing(Consent.READ), Recording.objects.allowing(Consent.READ).written()
        return self.among(words, aloud, Note.objects.readable())

    def visible_to(self, user: User):
        """Texts that this person may read: words of responses, transcripts that are done, and notes of sessions."""
        words, notes = Words.objects.visible_to(user), Note.objects.visible_to(user)
        return self.among(words, Recording.objects.visible_to(user).written(), notes)

    def among(self, words: Any, recordings: Any, notes: Any):
        """Texts of these sources."""
        return self.filter(Q(words__in=words) | Q(recording__in=recordings) | Q(note__in=notes))

    def of_survey(self, survey: int):
        wrote, said = ({f"{source}__response__version__survey": survey} for source in ("words", "recording"))
        return self.filter(Q(**wrote) | Q(**said))

    def worked_on(self):
        """Texts on whose places something stands: codes, or what was taken out."""
        coded = Q(codings__isnull=False, codings__undone_at=None)
        taken_out = Q(redactions__state__in=[Redacting.BEGUN, Redacting.PROPOSED, Redacting.CONFIRMED])
        return self.filter(coded | taken_out).distinct()

    def with_source(self):
        """With what it takes to say where the text comes from."""
        return self.select_related(*SOURCES).defer(*HEAVY)


class Passage(models.Model):
    """The words of one answer, what was written down of a recording, or one note of a session, from the moment somebody
    first opened it.

    Whatever is done with a text hangs on this row, and goes with the words when the person takes them back."""

    personal_data = "Which text of a person's own words was opened; goes with the words."

    words = models.OneToOneField(Words, models.CASCADE, null=True, blank=True, related_name="passage")
    note = models.OneToOneField(Note, models.CASCADE, null=True, blank=True, related_name="passage")
    recording = models.OneToOneField(Recording, models.CASCADE, null=True, blank=True, related_name="passage")

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words__isnull=False, note=None, recording=None)
                | Q(words=None, note__isnull=False, recording=None)
                | Q(words=None, note=None, recording__isnull=False),
                name="passage_has_one_source",
                violation_error_message="A text is an answer, a transcript or a note.",
            )
        ]

    def __str__(self) -> str:
        return f"Text {self.pk}"

    @property
    def source(self) -> Words | Recording | Note:
        return self.words or self.recording or self.note

    @property
    def response(self) -> Response | None:
        """The response that it is part of; a note is part of none."""
        said = self.words or self.recording
        return said.response if said else None

    @property
    def where(self) -> str:
        """Where it comes from, in words that name nobody."""
        if self.response:
            told = f"{self.response.version.survey.title}, {str(self.response.reference)[:8]}"
            return f"{told}, said aloud" if self.recording_id else told
        return f"{self.note.session.topic}, {self.note.participant or 'note'}"


class RedactionQuerySet(UseQuerySet):
    def allowing(self, *consents: Consent):
        """Redacted texts whose person allows all of these uses now."""
        return self.filter(passage__in=Passage.objects.allowing(*consents)).asked_for(*consents)

    def visible_to(self, user: User):
        return self.filter(passage__in=Passage.objects.visible_to(user)).asked_for(Consent.READ)

    def open(self):
        """Being worked on: begun, or waiting for a second person."""
        return self.filter(state__in=[Redacting.BEGUN, Redacting.PROPOSED])

    def waiting(self):
        return self.filter(state=Redacting.PROPOSED)

    def confirmed(self):
        return self.filter(state=Redacting.CONFIRMED)

    def with_source(self):
        """With who proposed it, and what it takes to say where the text comes from."""
        rows = self.select_related("proposed_by", *(f"passage__{source}" for source in SOURCES))
        return rows.defer(*(f"passage__{field}" for field in HEAVY))


class Redaction(models.Model):
    """A text without what could show who somebody is: which parts were taken out, and why.

    `parts` holds [first character, after the last, reason]; the text that remains is sealed like the words themselves.
    Earlier ones are kept, so that it can be told what was once taken out."""

    personal_data = "Where words were taken out of a text and why; what remains is sealed, goes with the words."

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="redactions")
    state = models.CharField(max_length=10, choices=Redacting, default=Redacting.BEGUN)
    parts = models.JSONField(default=list, blank=True)
    remains = SealedField(readers=("voice",))
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back = models.CharField(max_length=10, choices=SentBack, blank=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage"],
                condition=Q(state__in=["begun", "proposed"]),
                name="redaction_one_under_way",
                violation_error_message="Somebody is working on this text already.",
            ),
            models.UniqueConstraint(
                fields=["passage"],
                condition=Q(state="confirmed"),
                name="redaction_one_confirmed",
                violation_error_message="This text has a confirmed version already.",
            ),
            models.CheckConstraint(
                condition=Q(state="begun") | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="redaction_says_who_proposed",
                violation_error_message="Say who proposes it.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["begun", "proposed"])
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="redaction_says_who_confirmed",
                violation_error_message="Say who confirms it.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("proposed_by")),
                name="redaction_takes_two_people",
                violation_error_message="Another person has to confirm it.",
            ),
        ]

    def __str__(self) -> str:
        return f"Redaction {self.pk}"
