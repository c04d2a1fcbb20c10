"""What people sent, and what they are still writing. There is no account and no name: the person holds the key."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast

from derbyvoice.audit.models import Reading
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Version
from surveys.responses.choices import CONSENT_FIELDS, State
from surveys.responses.fields import AnswersField


class Draft(models.Model):
    """Answers under way, sealed with a key that only the browser's cookie holds. Destroyed when they are sent."""

    personal_data = "What a person is writing, sealed to their own browser; destroyed when sent, or 14 days after use."

    token = models.CharField(max_length=64, unique=True, help_text="Keyed hash of the cookie's secret and the survey.")
    version = models.ForeignKey(Version, models.PROTECT, related_name="drafts")
    sealed = SealedField(readers=())
    used_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def standing(self):
        """Responses that were not taken back."""
        return self.filter(state=State.RECEIVED)

    def allowing(self, *consents: Consent):
        """Standing responses whose person allows all of these uses."""
        return self.standing().filter(**{CONSENT_FIELDS[consent]: True for consent in consents})

    def with_was_read(self):
        """`was_read`: somebody opened its words at least once."""
        subject = {"subject_type": "responses.response", "subject_id": Cast(OuterRef("pk"), models.CharField())}
        return self.annotate(was_read=Exists(Reading.objects.filter(**subject)))

    def with_has_words(self):
        """`has_words`: the person wrote something of their own."""
        return self.annotate(has_words=Exists(Words.objects.filter(response=OuterRef("pk"))))

    def visible_to(self, user: User):
        """Researchers see what they may read; nobody else sees a response."""
        return self.allowing(Consent.READ) if user.has_role(roles.RESEARCHER) else self.none()


class Response(models.Model):
    """One person's answers to one version. Closed answers are plain numbers, since they are counted.

    `way_back` holds the key to the person's own words, sealed with their return words; `finder` is how the row is found
    from them. Both are empty until the person asks for return words."""

    personal_data = (
        "Answers to closed questions without a name, and an e-mail address (sealed) if the person left one; "
        "kept until taken back. After that only the reference and the day remain."
    )

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="responses")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    submitted_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    answers = AnswersField(null=True)
    address = SealedField(readers=("contact",), null=True)
    may_count = models.BooleanField(Consent.COUNT.label, default=False)
    may_read = models.BooleanField(Consent.READ.label, default=False)
    may_quote = models.BooleanField(Consent.QUOTE.label, default=False)
    may_publish = models.BooleanField(Consent.PUBLISH.label, default=False)
    may_share = models.BooleanField(Consent.SHARE.label, default=False)
    may_contact = models.BooleanField(Consent.CONTACT.label, default=False)
    may_join = models.BooleanField(Consent.JOIN.label, default=False)
    finder = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique when given
    way_back = SealedField(readers=(), null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["version", "id"], name="response_of_version"),
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
                ),
                name="withdrawn_response_is_empty",
                violation_error_message="What was taken back holds nothing but its reference and days.",
            ),
            models.CheckConstraint(
                condition=Q(finder=None, way_back=None) | Q(finder__isnull=False, way_back__isnull=False),
                name="response_way_back_is_whole",
                violation_error_message="Return words come with both parts.",
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


class WordsQuerySet(models.QuerySet["Words"]):
    def allowing(self, *consents: Consent):
        """Words whose person allows all of these uses."""
        return self.filter(response__in=Response.objects.allowing(*consents))

    def visible_to(self, user: User):
        """Words of the responses that this person may read."""
        return self.filter(response__in=Response.objects.visible_to(user), sealed__isnull=False)


class Words(models.Model):
    """What a person wrote in answer to one question, sealed to researchers and to the person."""

    personal_data = "What a person wrote in their own words, sealed; destroyed when they take it back."

    response = models.ForeignKey(Response, models.CASCADE, related_name="words")
    question = models.CharField(max_length=40, help_text="The question's id in the version.")
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
    answers = AnswersField()
    sign = models.SmallIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "uncounted"
        constraints = [
            models.CheckConstraint(
                condition=Q(sign__in=[-1, 1]),
                name="uncounted_sign",
                violation_error_message="Answers are counted once, or taken out once.",
            )
        ]

    def __str__(self) -> str:
        return f"Uncounted {self.pk}"


class Receipt(models.Model):
    """Which response a browser may look at for a short while: after sending it, or after coming back to it.

    Sealed to the browser's cookie; holds the key to the person's own words. It makes a second press of “Send” harmless,
    and lets return words be given."""

    personal_data = "Which response a browser sent or came back to, sealed to that browser; destroyed within the hour."

    token = models.CharField(max_length=64, unique=True)
    response = models.ForeignKey(Response, models.CASCADE, related_name="receipts")
    sealed = SealedField(readers=())
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Receipt {self.pk}"
