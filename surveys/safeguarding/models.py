"""Flags: somebody who told us something may be in danger. And the rules by which that is noticed."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q

from derbyvoice.office.models import Dated, DatedQuerySet
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.questionnaires.models import Survey
from surveys.safeguarding.choices import Level, Outcome, RuleKind, Source, State, What

PURPOSE = "safeguarding"
"""What a lead must read is sealed to this purpose alone: whoever can open testimonies cannot open flags."""


class Deadline(Dated):
    """By when a flag must be decided: within so many hours, or by 5 pm on so many working days after."""

    personal_data = "none"

    level = models.CharField(max_length=8, choices=Level)
    hours = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    working_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    then_office_hours = models.PositiveSmallIntegerField(
        "hours until office staff are told",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
        help_text="Every lead is told when the time is over; so many hours later, office staff are told too.",
    )

    class Meta(Dated.Meta):
        ordering = ["level", "-valid_from", "-id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hours=None, working_days__isnull=False) | Q(hours__isnull=False, working_days=None),
                name="deadline_in_hours_or_days",
                violation_error_message="Give hours or working days, one of them.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.words}"

    @property
    def words(self) -> str:
        number, unit = (self.hours, "hour") if self.hours else (self.working_days, "working day")
        return f"{number} {unit}{'' if number == 1 else 's'}"


TO_ASK = """
SELECT * FROM safeguarding_rule
WHERE (valid_from IS NULL OR valid_from <= %s) AND (valid_to IS NULL OR valid_to >= %s)
AND (survey_id IS NULL OR survey_id = %s) ORDER BY level, name
"""


class RuleQuerySet(DatedQuerySet):
    def to_ask(self, *, survey: int, day: date) -> "models.query.RawQuerySet[Rule]":
        """Rules in force for everybody, and for this survey: asked at every sending, so as a statement."""
        return self.raw(TO_ASK, [day.isoformat(), day.isoformat(), survey])

    def with_counts(self) -> Self:
        """`raised`: flags it raised; `idle`: those decided as no concern."""
        idle = Count("flags", filter=Q(flags__outcome=Outcome.NO_CONCERN))
        return self.annotate(raised=Count("flags"), idle=idle)


class Rule(Dated):
    """What a testimony is looked through for, before it is sealed. It is tried on its own examples."""

    personal_data = "none: phrases that the office chose, and examples that it made up"

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=RuleKind, default=RuleKind.PHRASES)
    level = models.CharField(max_length=8, choices=Level, default=Level.SOON)
    phrases = models.TextField(blank=True, max_length=8000)
    unless = models.TextField("but not as part of", blank=True, max_length=8000)
    examples = models.TextField("must be found", blank=True, max_length=8000)
    counter_examples = models.TextField("must not be found", blank=True, max_length=8000)
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="+")
    condition = models.JSONField(null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["level", "name"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(kind=RuleKind.PHRASES, condition__isnull=True, survey=None) & ~Q(phrases=""))
                | Q(kind=RuleKind.ANSWERS, condition__isnull=False, survey__isnull=False, phrases="", unless=""),
                name="rule_looks_for_something",
                violation_error_message="A rule has phrases, or it has answers to the questions of one survey.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def decided_before(day: date, days: int) -> Q:
    return Q(decided_at__date__lt=day - timedelta(days=days))


def pointed_to() -> Q:
    """Nobody could be reached, and an open flag about the same person says that it stands here: it is still needed."""
    again = Flag.objects.open().filter(response__isnull=False)
    return Q(outcome=Outcome.NO_WAY, response__in=again.values("response"))


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.exclude(state=State.DECIDED)

    def overdue(self, now: datetime) -> Self:
        return self.open().filter(due_at__lte=now)

    def to_tell_leads(self, now: datetime) -> Self:
        return self.overdue(now).filter(escalated=0)

    def to_tell_office(self, now: datetime) -> Self:
        return self.open().filter(escalated__lte=1, office_due_at__lte=now)

    def to_destroy(self, day: date, *, kept: Mapping[int, int], otherwise: int) -> Self:
        """Decided, and taken back by the person or decided more days ago than they are kept; its words still lie there.

        `kept`: days by survey (its id); `otherwise`: days for every other survey, and for flags of none."""
        others = (Q(survey=None) | ~Q(survey__in=list(kept))) & decided_before(day, otherwise)
        old = Q(taken_back_on__isnull=False) | others
        for survey, days in kept.items():
            old |= Q(survey=survey) & decided_before(day, days)
        return self.filter(old, state=State.DECIDED, destroyed_on=None).exclude(pointed_to())

    def visible_to(self, user: User) -> Self:
        """Leads see every flag. Office staff see which are open, and never what is in them. Nobody else sees any."""
        if user.has_role(roles.SAFEGUARDING_LEAD):
            return self
        without_words = self.open().defer("sealed", "contact", "reasons", "referred_to")
        return without_words if user.has_role(roles.OFFICE_STAFF) else self.none()


class Flag(models.Model):
    """Somebody may be in danger. It moves by `actions.move()` only, and ends with a decision.

    It names the response by its reference only, and stays when that is taken back, until it is decided."""

    personal_data = (
        "What somebody told us, and a way to reach them if they agreed to be contacted, sealed to the safeguarding "
        "leads alone (the contact with a keyed hash by which it is found for the person themself); with it the reasons "
        "for what was decided. Destroyed when it is decided and the person took their answers back, else when the time "
        "for flags is over. Then references, days and the outcome remain."
    )

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=8, choices=Level)
    source = models.CharField(max_length=9, choices=Source)
    rules = models.ManyToManyField(Rule, blank=True, related_name="flags")
    state = models.CharField(max_length=9, choices=State, default=State.RAISED)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    office_due_at = models.DateTimeField()
    escalated = models.PositiveSmallIntegerField(default=0, help_text="1: every lead was told; 2: office staff too.")
    sealed = SealedField(readers=(PURPOSE,), null=True)
    contact = SealedField(readers=(PURPOSE,), null=True)
    contact_finder = models.CharField(  # noqa: DJ001 - empty for no contact, and for one from before there were any
        max_length=64, null=True, editable=False, help_text="Keyed hash of the contact and this row's reference."
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reasons = SealedField(readers=(PURPOSE,), null=True)
    referred_to = SealedField(readers=(PURPOSE,), null=True)
    taken_back_on = models.DateField(null=True, blank=True)
    destroyed_on = models.DateField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=~Q(state="decided"), name="flag_open_by_clock"),
            models.Index(fields=["-decided_at"], condition=Q(state="decided"), name="flag_decided"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state=State.DECIDED, outcome__in=Outcome.values)
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                    & (Q(reasons__isnull=False) | Q(destroyed_on__isnull=False))
                )
                | (
                    ~Q(state=State.DECIDED)
                    & Q(outcome="", decided_at=None, decided_by=None, reasons=None, referred_to=None)
                ),
                name="flag_ends_with_a_decision",
                violation_error_message="A flag ends with a decision: what, why and by whom.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RAISED, taken_at=None, taken_by=None)
                | (~Q(state=State.RAISED) & Q(taken_at__isnull=False, taken_by__isnull=False)),
                name="flag_is_in_somebodys_hands",
                violation_error_message="What is being looked at is in somebody's hands.",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_on=None)
                | Q(state=State.DECIDED, sealed=None, contact=None, reasons=None, referred_to=None),
                name="flag_destroyed_is_empty",
                violation_error_message="Words are destroyed after the decision, and then all of them.",
            ),
            models.CheckConstraint(
                condition=Q(contact_finder=None) | Q(contact__isnull=False),
                name="contact_is_found_while_it_is_there",
                violation_error_message="Nobody is found by a contact that is not there any more.",
            ),
            models.CheckConstraint(
                condition=Q(sealed__isnull=False) | Q(source=Source.UNCHECKED) | Q(destroyed_on__isnull=False),
                name="flag_keeps_what_it_is_about",
                violation_error_message="A flag keeps what it is about until it is decided.",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("raised_at"), office_due_at__gte=F("due_at")),
                name="flag_clock_runs_forward",
                violation_error_message="A flag is due after it was raised, and the office is told after that.",
            ),
        ]

    def __str__(self) -> str:
        return f"Flag {str(self.reference)[:8]}"


class FlagStep(models.Model):
    """Something happened to a flag. Rows are added, never changed; they hold no words."""

    personal_data = "Which member of staff did what about a flag, and when; kept with it."

    flag = models.ForeignKey(Flag, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=11, choices=What)
    state = models.CharField(max_length=9, choices=State)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_what_display()
