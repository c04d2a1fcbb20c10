"""How long what people sent is kept, what stops that, and the proof that it is gone."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from surveys.questionnaires.models import Survey
from surveys.retention.choices import Method, State


class KeepingRule(models.Model):
    """For how many days after its last use something is kept, and what happens then. No survey: for all others."""

    personal_data = "none"

    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="keeping_rules")
    state = models.CharField(max_length=9, choices=State)
    method = models.CharField(max_length=9, choices=Method)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["survey_id", "state"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "state"],
                name="keeping_rule_once",
                violation_error_message="There is a rule for this already.",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(survey=None),
                name="keeping_rule_of_all_once",
                violation_error_message="There is a rule for all surveys already.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE) | Q(method=Method.DELETE),
                name="only_what_was_sent_is_made_nameless",
                violation_error_message="Only what was sent can be kept without what leads to a person.",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1) & (~Q(state=State.DRAFT) | Q(days__lte=14)),
                name="draft_is_gone_after_14_days",
                violation_error_message="A draft is kept for 1 to 14 days: people are told so.",
            ),
            models.CheckConstraint(
                condition=Q(survey=None) | ~Q(state=State.SESSION),
                name="session_has_no_rule_of_a_survey",
                violation_error_message="A session belongs to no survey.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.days} days"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        """Those about which no second person has said anything yet."""
        return self.filter(confirmed_at=None, withdrawn_at=None)


class Proposal(models.Model):
    """A rule that lets things go sooner, or wholly: one person proposes it, and another makes it the rule.

    Until it is confirmed the rule before it stands, and the clock takes no notice of this."""

    personal_data = "Who of the staff proposed, confirmed or took back a rule; kept as long as the audit."

    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State)
    method = models.CharField(max_length=9, choices=Method)
    days = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("taken back at", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="taken back by"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="proposal_needs_a_second_person",
                violation_error_message="Somebody else must confirm this.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="proposal_is_confirmed_by_somebody",
                violation_error_message="Say who confirmed it, and when.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, confirmed_at=None),
                name="proposal_is_taken_back_by_somebody",
                violation_error_message="Say who took it back, and when. What is confirmed cannot be taken back.",
            ),
            models.UniqueConstraint(
                fields=["survey", "state"],
                condition=Q(confirmed_at=None, withdrawn_at=None),
                name="proposal_waits_once",
                violation_error_message="A change of this rule waits for a second person already.",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(survey=None, confirmed_at=None, withdrawn_at=None),
                name="proposal_of_all_waits_once",
                violation_error_message="A change of this rule waits for a second person already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.days} days"

    @property
    def what(self) -> str:
        """What it is about, in words."""
        if self.state == State.SESSION:
            return self.get_state_display()
        return f"{self.get_state_display()}, {self.survey or 'all surveys without a rule of their own'}"

    @property
    def waits(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=day), ended_at=None)


class Hold(models.Model):
    """Law asks that something is kept: nothing of it is deleted by the clock meanwhile.

    A person can still take their own answers back; a hold only stops the clock."""

    personal_data = "Why a response is kept, in the words of staff; kept as long as the audit."

    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="holds")
    response = models.UUIDField("reference of the response", null=True, blank=True)
    session = models.UUIDField("reference of the session", null=True, blank=True)
    reason = models.CharField(max_length=300)
    until = models.DateField("last day", null=True, blank=True)
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(survey=None, response__isnull=False, session=None)
                | Q(survey__isnull=False, response=None, session=None)
                | Q(survey=None, response=None, session__isnull=False),
                name="hold_is_on_one_thing",
                violation_error_message="Hold one response, one survey or one session.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="hold_is_ended_by_somebody",
                violation_error_message="A hold is ended by somebody.",
            ),
        ]

    def __str__(self) -> str:
        if self.session:
            return f"Hold on session {str(self.session)[:8]}"
        return f"Hold on {self.survey or str(self.response)[:8]}"


class Gone(models.Model):
    """The proof that something is gone: which, and on what day. Nothing else is left of it; of a session, whose words
    these were, the plan. Rows are only added."""

    personal_data = "The reference of something that is gone, and the day; it leads to nothing that anybody said."

    reference = models.UUIDField(db_index=True)
    day = models.DateField()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "gone"

    def __str__(self) -> str:
        return f"{str(self.reference)[:8]} on {self.day}"
