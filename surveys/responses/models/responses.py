"""What people sent. There is no account and no name: the person holds the key."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast

from derbyvoice.audit.models import Reading
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from services.directory.models import Service
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Version
from surveys.questionnaires.uses import UseQuerySet
from surveys.responses.choices import CONSENT_FIELDS, Channel, JourneyPart, State, Teller, TranscriptState
from surveys.responses.fields import AnswersField


class ResponseQuerySet(models.QuerySet["Response"]):
    def with_address(self):
        """Standing responses with which somebody left an address to be contacted at."""
        return self.standing().filter(address__isnull=False)

    def standing(self):
        """Responses that were not taken back."""
        return self.filter(state=State.RECEIVED)

    def allowing(self, *consents: Consent):
        """Standing responses whose person allows all of these uses."""
        return self.standing().filter(**{CONSENT_FIELDS[consent]: True for consent in consents})

    def with_was_read(self):
        """`was_read`: a researcher opened its words at least once. Who only puts it into a file for the person who asks
        has not read it in their place."""
        subject = {"subject_type": "responses.response", "subject_id": Cast(OuterRef("pk"), models.CharField())}
        researchers = {"by__grants__role": roles.RESEARCHER.key}
        return self.annotate(was_read=Exists(Reading.objects.filter(**subject, **researchers)))

    def with_has_words(self):
        """`has_words`: the person wrote something of their own, or said it and somebody wrote it down."""
        wrote = Exists(Words.objects.filter(response=OuterRef("pk")))
        done = {"recordings__transcript_state": TranscriptState.DONE, "recordings__transcript__isnull": False}
        return self.annotate(has_words=wrote | Exists(Response.objects.filter(pk=OuterRef("pk"), **done)))

    def counted_in(self, version: int, stand: int):
        """Those who are in the figures of a version at this stand, and still allow it."""
        return self.allowing(Consent.COUNT).filter(version=version, stand__lte=stand)

    def visible_to(self, user: User):
        """Researchers see what they may read; nobody else sees a response."""
        return self.allowing(Consent.READ) if user.has_role(roles.RESEARCHER) else self.none()


class Response(models.Model):
    """One person's answers to one version. Closed answers are plain numbers, since they are counted.

    `way_back` holds the key to the person's own words, sealed with their return words; `finder` is how the row is found
    from them. Both are empty until the person asks for return words."""

    personal_data = (
        "Answers to closed questions without a name, and an e-mail address (sealed, with a keyed hash by which it is "
        "found for the person it belongs to) if the person left one; "
        "kept until taken back, or until its time is over (retention). After taking back only the reference, the days "
        "and the channel remain; after its time nothing, or counted answers that lead to nobody."
    )

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="responses")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    submitted_on = models.DateField(help_text="The day on which it was told; figures count by it.")
    received_on = models.DateField(
        default=clock.today, help_text="The day on which it came to us: later than told, if somebody typed it in."
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    nameless_on = models.DateField(null=True, blank=True, help_text="Since when nothing here leads to a person.")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    teller = models.CharField("who tells it", max_length=12, choices=Teller, default=Teller.SELF)
    language = models.CharField(max_length=12, default="en", help_text="The language in which it was answered.")
    concerns = models.CharField("part of the journey", max_length=16, choices=JourneyPart, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="responses", verbose_name="service it concerns"
    )
    answers = AnswersField(null=True)
    address = SealedField(readers=("contact", "safeguarding"), null=True)
    address_finder = models.CharField(  # noqa: DJ001 - empty for no address, and for one left before there were any
        max_length=64, null=True, editable=False, help_text="Keyed hash of the address and this row's reference."
    )
    may_count = models.BooleanField(Consent.COUNT.label, default=False)
    may_read = models.BooleanField(Consent.READ.label, default=False)
    may_quote = models.BooleanField(Consent.QUOTE.label, default=False)
    may_publish = models.BooleanField(Consent.PUBLISH.label, default=False)
    may_share = models.BooleanField(Consent.SHARE.label, default=False)
    may_contact = models.BooleanField(Consent.CONTACT.label, default=False)
    may_join = models.BooleanField(Consent.JOIN.label, default=False)
    finder = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique when given
    way_back = SealedField(readers=(), null=True)
    pseudonym = models.UUIDField(
        null=True, blank=True, editable=False, db_index=True,
        help_text="Joins answers of one panel member over the waves of one series; leads to no address.",
    )  # fmt: skip
    wave = models.PositiveIntegerField(
        null=True, blank=True, editable=False, help_text="The id of the wave in which somebody was asked."
    )
    stand = models.PositiveIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="From which stand of the figures on it counts; they move in steps.",
    )
    aside = models.PositiveIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="The stand at which chance left it out, so that nobody sees who took their answers back.",
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["version", "id"], name="response_of_version"),
            models.Index(fields=["version", "stand"], condition=Q(may_count=True), name="response_counted"),
            models.Index(fields=["-id"], condition=Q(state="received", may_read=True), name="response_readable"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received", withdrawn_on=None, answers__isnull=False)
                | Q(
                    state="withdrawn",
                    withdrawn_on__isnull=False,
                    answers=None,
                    address=None,
                    finder=None,
                    way_back=None,
                    concerns="",
                    service=None,
                    pseudonym=None,
                    wave=None,
                    aside=None,
                ),
                name="withdrawn_response_is_empty",
                violation_error_message="What was taken back holds nothing but its reference, days and channel.",
            ),
            models.CheckConstraint(
                condition=Q(may_contact=False) | Q(address__isnull=False),
                name="contact_comes_with_an_address",
                violation_error_message="Enter an e-mail address, or take out the tick at “You may contact me”",
            ),
            models.CheckConstraint(
                condition=Q(address_finder=None) | Q(address__isnull=False),
                name="address_is_found_while_it_is_there",
                violation_error_message="Nobody is found by an address that is not there any more.",
            ),
            models.CheckConstraint(
                condition=Q(finder=None, way_back=None) | Q(finder__isnull=False, way_back__isnull=False),
                name="response_way_back_is_whole",
                violation_error_message="Return words come with both parts.",
            ),
            models.UniqueConstraint(
                fields=["wave", "pseudonym"],
                condition=Q(wave__isnull=False),
                name="one_response_to_a_wave",
                violation_error_message="This member has answered this wave already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Response {str(self.reference)[:8]}"

    @property
    def consents(self) -> frozenset[Consent]:
        return frozenset(consent for consent, field in CONSENT_FIELDS.items() if getattr(self, field))


def consent_columns(given: Iterable[str]) -> dict[str, bool]:
    """A column for each consent; what is not named is off."""
    allowed = set(given)
    return {field: consent.value in allowed for consent, field in CONSENT_FIELDS.items()}


class WordsQuerySet(UseQuerySet):
    def allowing(self, *consents: Consent):
        """Words whose person allows all of these uses."""
        return self.filter(response__in=Response.objects.allowing(*consents)).asked_for(*consents)

    def visible_to(self, user: User):
        """Words of the responses that this person may read."""
        mine = Response.objects.visible_to(user)
        return self.filter(response__in=mine, sealed__isnull=False).asked_for(Consent.READ)


class Words(models.Model):
    """What a person wrote in answer to one question, sealed to researchers and to the person.

    What they added later has a day, and `+1`, `+2` instead of a question's id."""

    personal_data = "What a person wrote in their own words, sealed; destroyed when they take it back."

    response = models.ForeignKey(Response, models.CASCADE, related_name="words")
    question = models.CharField(max_length=40, help_text="The question's id in the version.")
    added_on = models.DateField(null=True, blank=True, help_text="The day, if it was added after sending.")
    sealed = SealedField(readers=("voice",), null=True)

    objects = WordsQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "words"
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"],
                name="words_once_a_question",
                violation_error_message="There are words for this question already.",
            )
        ]

    def __str__(self) -> str:
        return f"Words {self.pk}"


class Uncounted(models.Model):
    """Answers that wait to be counted, or with sign -1 to be taken out again. Gone within a minute.

    Rows are taken and deleted in one step, so each counts once, whatever the order in which they were committed."""

    personal_data = "Answers to closed questions without a name; gone within a minute."

    version = models.ForeignKey(Version, models.PROTECT, related_name="uncounted")
    month = models.DateField(help_text="The first day of the month of the response.")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    answers = AnswersField()
    sign = models.SmallIntegerField(default=1)
    shown = models.BooleanField(default=False, help_text="They are in the figures, and leave them now.")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "uncounted"
        constraints = [
            models.CheckConstraint(
                condition=Q(sign__in=[-1, 1]),
                name="uncounted_sign",
                violation_error_message="Answers are counted once, or taken out once.",
            ),
            models.CheckConstraint(
                condition=Q(shown=False) | Q(sign=-1),
                name="uncounted_shown_leaves",
                violation_error_message="What is in the figures can only leave them.",
            ),
        ]

    def __str__(self) -> str:
        return f"Uncounted {self.pk}"
