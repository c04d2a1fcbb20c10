"""Questions from the public: how they are asked, read by the office, answered by the force, and published."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from derbyvoice.office.models import Dated, District
from derbyvoice.vault.fields import SealedField
from scrutiny.meetings.models import Meeting
from scrutiny.questions import choices


class AskingRule(Dated):
    """A rule for questions, shown on the form. A question is declined only by one of them."""

    personal_data = "none"

    key = models.SlugField(unique=True)
    sentence = models.CharField(max_length=200, help_text="Shown on the form.")
    declined_words = models.CharField(
        "words to the asker", max_length=300, help_text="What the asker reads when a question is declined by this rule."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.sentence


class AskingTerms(Dated):
    """Numbers by which questions are taken. When no terms are in force, no questions are taken."""

    personal_data = "none"

    confirm_days = models.PositiveSmallIntegerField(
        "days to confirm",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="A question that is not confirmed in this time is destroyed.",
    )
    asker_kept_days = models.PositiveSmallIntegerField(
        "days the address is kept",
        default=90,
        validators=[MaxValueValidator(366)],
        help_text="Days after the question is finished; then the asker's address, name and own words are destroyed.",
    )
    mails_a_day = models.PositiveSmallIntegerField(
        "messages a day to one address", default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    answer_days = models.PositiveSmallIntegerField(
        "days for the force to answer", default=20, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )

    class Meta(Dated.Meta):
        ordering = ["-valid_from", "-id"]
        verbose_name = verbose_name_plural = "asking terms"

    def __str__(self) -> str:
        return f"Terms from {self.valid_from}" if self.valid_from else "Terms"


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> Self:
        """What everybody may read, the newest first."""
        return self.filter(state=choices.State.PUBLISHED).order_by("-published_at", "-id")

    def for_force(self) -> Self:
        """What the force desk may see: questions sent to it, and those it answered. The most urgent first."""
        return self.filter(state__in=choices.FOR_FORCE).order_by("-state", "answer_due", "id")

    def open(self) -> Self:
        """Confirmed questions that are not finished."""
        return self.filter(state__in=choices.OPEN)

    def unconfirmed_before(self, moment: datetime) -> Self:
        return self.filter(state=choices.State.UNCONFIRMED, asked_at__lt=moment)

    def finished_before(self, moment: datetime) -> Self:
        """One that is answered together with another is finished when that one is: its asker waits to hear."""
        waits = Q(state=choices.State.MERGED) & ~Q(merged_into__state=choices.State.PUBLISHED)
        lately = Q(state=choices.State.MERGED, merged_into__moved_at__gte=moment)
        return self.filter(state__in=choices.FINISHED, moved_at__lt=moment).exclude(waits).exclude(lately)

    def overdue(self, day: date) -> Self:
        return self.filter(state=choices.State.WITH_FORCE, answer_due__lt=day)

    def with_place(self) -> Self:
        return self.select_related("district", "meeting__series", "meeting__priority")


class Question(models.Model):
    """One question from the public. It moves through its states by `actions.move()` only.

    The words as they were sent are sealed for the office's staff; what may be published stands apart,
    in words that the office has read and, where needed, redacted."""

    personal_data = (
        "The asker's own words, sealed to staff, may speak of people. They are destroyed when the question was never "
        "confirmed, or some days (AskingTerms.asker_kept_days) after it is finished; what was published stays."
    )

    reference = models.CharField(max_length=12, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="questions")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="area of residence"
    )
    own_words = SealedField(readers=("voice",), null=True, editable=False)
    public_words = models.TextField("words to publish", max_length=4000, blank=True)
    summary = models.BooleanField("a summary, not the asker's wording", default=False)
    state = models.CharField(max_length=12, choices=choices.State, default=choices.State.UNCONFIRMED)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    answer_due = models.DateField(null=True, blank=True)
    declined_by_rule = models.ForeignKey(AskingRule, models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    search_words = models.TextField(blank=True, editable=False)
    demonstration = models.BooleanField("demonstration data", default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="question_published"),
            models.Index(fields=["state", "moved_at"], name="question_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=sorted(choices.WORDED)) | ~Q(public_words=""),
                name="question_accepted_has_public_words",
                violation_error_message="Write the words that may be published before you accept the question.",
            ),
            models.CheckConstraint(
                condition=Q(state=choices.State.DECLINED, declined_by_rule__isnull=False)
                | (~Q(state=choices.State.DECLINED) & Q(declined_by_rule=None)),
                name="question_declined_by_a_rule",
                violation_error_message="A question is declined by a rule, and only a declined one names a rule.",
            ),
            models.CheckConstraint(
                condition=Q(state=choices.State.MERGED, merged_into__isnull=False)
                | (~Q(state=choices.State.MERGED) & Q(merged_into=None)),
                name="question_merged_into_another",
                violation_error_message="Say with which question it is answered.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")),
                name="question_not_merged_into_itself",
                violation_error_message="A question cannot be merged into itself.",
            ),
            models.CheckConstraint(
                condition=~Q(state=choices.State.PUBLISHED) | Q(published_at__isnull=False, published_by__isnull=False),
                name="question_published_by_somebody",
                violation_error_message="A published question says when, and who published it.",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.reference}"


class Asker(models.Model):
    """How to tell the asker what became of their question. It is a row apart, so that it can be destroyed whole."""

    personal_data = (
        "E-mail address (sealed for the sender of messages, with a keyed hash to count messages) and, if given, a name "
        "(sealed to staff). Needed to confirm the question and to tell what became of it. The row is destroyed when "
        "the question was not confirmed in time, or some days (AskingTerms.asker_kept_days) after it is finished."
    )

    question = models.OneToOneField(Question, models.CASCADE, related_name="asker")
    email = SealedField(readers=("contact",))
    email_hash = models.CharField(max_length=64, db_index=True)
    name = SealedField(readers=("voice",), null=True)
    asked_on = models.DateField()
    mail_failed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Asker of {self.question_id}"


class QuestionStep(models.Model):
    """A question changed its state. Rows are added, never changed; the first is written when it is confirmed."""

    personal_data = "none: states and keys only"

    question = models.ForeignKey(Question, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    from_state = models.CharField(max_length=12, choices=choices.State)
    to_state = models.CharField(max_length=12, choices=choices.State)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.from_state} to {self.to_state}"


class Answer(models.Model):
    """The force's answer. A new wording is a new row; the old one stays, no longer current."""

    personal_data = (
        "Should hold none. Where words look as if they tell of a person, publishing needs two people of the office."
    )

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    words = models.TextField(max_length=12000)
    summary = models.BooleanField("a summary, not the force's wording", default=False)
    note = models.CharField("what the office asks to change", max_length=500, blank=True)
    needs_second_person = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(is_current=True),
                name="answer_one_current",
                violation_error_message="A question has one current answer.",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | Q(needs_second_person=False)
                | (Q(checked_by__isnull=False) & ~Q(checked_by=models.F("released_by"))),
                name="answer_released_by_a_second_person",
                violation_error_message="Another person must publish this answer, because it may tell of a person.",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer to {self.question_id}"
