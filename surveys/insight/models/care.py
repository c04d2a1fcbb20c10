"""Looking after those who read: who reads what just now, what was passed on, and where staff find an ear."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.choices import PassedOn
from surveys.responses.models import Response


class Claim(models.Model):
    """Somebody is reading this response, until then: nobody else is offered it."""

    personal_data = "Which member of staff is reading which response; replaced by the next."

    response = models.OneToOneField(Response, models.CASCADE, related_name="claim")
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("claimed_at")),
                name="claim_ends_after_it_begins",
                violation_error_message="A claim ends after it begins.",
            )
        ]

    def __str__(self) -> str:
        return f"Claim on response {self.response_id}"


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def waiting(self):
        return self.filter(taken_at=None)

    def waiting_for(self, user: User):
        """Passed on to this person, or to whoever can, by somebody else; nobody has taken it up yet.

        What was passed to somebody who no longer reads is for whoever can."""
        held = {"grants__role": roles.RESEARCHER.key, "grants__ended_at": None}
        still_there = User.objects.filter(**held, is_active=True)
        mine = self.waiting().filter(Q(to=user) | Q(to=None) | ~Q(to__in=still_there)).exclude(passed_by=user)
        return mine.filter(response__in=Response.objects.visible_to(user))


class HandOver(models.Model):
    """A response passed to a colleague. The reason is for the colleague alone; nothing is counted from it."""

    personal_data = "Which member of staff passed a response on, to whom and why; nothing is counted from it."

    response = models.ForeignKey(Response, models.CASCADE, related_name="hand_overs")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: anybody."
    )
    reason = models.CharField(max_length=10, choices=PassedOn)
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(taken_at=None),
                name="hand_over_one_waiting",
                violation_error_message="This was passed on already.",
            ),
            models.CheckConstraint(
                condition=Q(to=None) | ~Q(to=F("passed_by")),
                name="hand_over_to_somebody_else",
                violation_error_message="Choose a colleague.",
            ),
        ]

    def __str__(self) -> str:
        return f"Response {self.response_id} passed on"


class CareTerms(models.Model):
    """What the office does for those who read hard things: how much is enough, and whom to ring. One row."""

    personal_data = "None: a support line for staff."

    a_day = models.PositiveSmallIntegerField("texts a day", default=15, help_text="From here on a pause is offered.")
    a_week = models.PositiveSmallIntegerField("texts a week", default=50)
    minutes = models.PositiveSmallIntegerField(
        "minutes", default=60, help_text="So long a response is kept for the person who opened it."
    )
    line_name = models.CharField("support for staff", max_length=80, blank=True)
    line_number = models.CharField("number", max_length=30, blank=True)
    line_hours = models.CharField("when", max_length=80, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "care terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(a_day__range=(1, 200), a_week__range=(1, 1000), minutes__range=(5, 480)),
                name="care_terms_are_sensible",
                violation_error_message="Between 1 and 200 a day, 1 and 1,000 a week, and 5 and 480 minutes.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.a_day} a day, {self.a_week} a week"

    def until(self, now: datetime) -> datetime:
        """How long a response that is opened now is kept for its reader."""
        return now + timedelta(minutes=self.minutes)

    def is_enough(self, *, today: int, week: int) -> bool:
        """A pause would be good now."""
        return today >= self.a_day or week >= self.a_week


class Search(models.Model):
    """Somebody looked for words in what people wrote. What they looked for is kept as a keyed hash alone.

    `shown` says in which texts they saw a line around the words, so that it can be answered for."""

    personal_data = "That a member of staff searched, and the texts they saw a line of; the words as a keyed hash."

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words_hash = models.CharField(max_length=64)
    looked_through = models.PositiveIntegerField()
    shown = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"Search {self.pk}"
