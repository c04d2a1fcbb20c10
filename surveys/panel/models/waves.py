"""Series of waves: a survey opened to a group of members for a time, once or again later."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort, District
from surveys.panel.choices import Asked, Repeat, WaveState
from surveys.panel.models.people import Subscriber, Topic
from surveys.questionnaires.choices import State as SurveyState
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response

USER = settings.AUTH_USER_MODEL


class Series(models.Model):
    """Waves of one survey whose answers are joined by pseudonym, so that it is seen what changed for people."""

    personal_data = "None."

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="series")
    name = models.CharField(max_length=80, unique=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name


class WaveQuerySet(models.QuerySet["Wave"]):
    def inviting(self, day: date):
        """Open waves in whose time this day lies, of surveys that take answers."""
        here = self.filter(state=WaveState.OPEN, opens_on__lte=day, closes_on__gte=day)
        return here.filter(series__survey__state=SurveyState.OPEN)

    def over(self, day: date):
        """Open waves whose time is past."""
        return self.filter(state=WaveState.OPEN, closes_on__lt=day)


class Wave(models.Model):
    """A survey opened to a group for a time. Empty topics, district or cohort: not chosen by it."""

    personal_data = "None: whom it asked stands in the invitations."

    series = models.ForeignKey(Series, models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField(default=1)
    repeat = models.CharField("when", max_length=8, choices=Repeat, default=Repeat.FIRST)
    topics = models.ManyToManyField(Topic, blank=True, related_name="waves")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+")
    opens_on = models.DateField()
    closes_on = models.DateField()
    reminders = models.PositiveSmallIntegerField(default=1, help_text="How many, a week apart. At most two.")
    told_months = models.PositiveSmallIntegerField(
        default=6, help_text="Who told us about the topic in so many months may use that instead."
    )
    skip_told = models.BooleanField(default=False, help_text="Do not ask them at all.")
    state = models.CharField(max_length=8, choices=WaveState, default=WaveState.PLANNED)
    gone = models.PositiveIntegerField(default=0, help_text="Who was asked and has left since.")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="wave_number_once",
                violation_error_message="This series has a wave of this number.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="wave_closes_after_it_opens",
                violation_error_message="A wave cannot close before it opens.",
            ),
            models.CheckConstraint(
                condition=Q(reminders__lte=2),
                name="at_most_two_reminders",
                violation_error_message="Nobody is reminded more than twice.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}, wave {self.number}"

    @property
    def protection(self) -> Protection:
        """As careful as its survey or its cohort asks, whichever asks for more."""
        if self.cohort and self.cohort.heightened:
            return Protection.HEIGHTENED
        return self.series.survey.small_numbers

    @property
    def survey_is_open(self) -> bool:
        return self.series.survey.state == SurveyState.OPEN

    def takes_answers(self, day: date) -> bool:
        """Whether it may be begun on this day. While its survey is closed nobody is asked."""
        return self.state == WaveState.OPEN and self.opens_on <= day <= self.closes_on and self.survey_is_open


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def asked(self):
        return self.filter(state=Asked.ASKED)

    def due(self, now: datetime, day: date):
        """Invitations whose next message may be sent now."""
        return self.asked().filter(due__lte=now, wave__in=Wave.objects.inviting(day))


class Invitation(models.Model):
    """A member was asked in a wave. Whether they answered does not stand here: see `actions.answering`."""

    personal_data = "That a member was asked, without their answers; destroyed when they leave."

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="invitations")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="invitations")
    state = models.CharField(max_length=6, choices=Asked, default=Asked.ASKED)
    asked_on = models.DateField()
    mails = models.PositiveSmallIntegerField(default=0, help_text="Messages that were queued: one, and reminders.")
    due = models.DateTimeField(null=True, blank=True, help_text="When the next message may be sent; empty for never.")
    used = models.PositiveSmallIntegerField(default=0, help_text="The last message whose link was used; 0 for none.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["due", "id"], condition=Q(due__isnull=False), name="invitation_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "subscriber"],
                name="invited_once",
                violation_error_message="This member is in the wave already.",
            ),
            models.CheckConstraint(
                condition=Q(mails__lte=3),
                name="one_invitation_two_reminders",
                violation_error_message="At most one invitation and two reminders are sent.",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {str(self.reference)[:8]}"


class CarriedQuerySet(models.QuerySet["Carried"]):
    def standing(self):
        """Whose response was not taken back and may still be read."""
        return self.filter(response__state="received", response__may_read=True)


class Carried(models.Model):
    """A member said yes: what they told before serves this wave too, so they need not tell it twice.

    They told it in another wave, or on the public pages: then they came with its return words."""

    personal_data = (
        "Which response serves which wave, under the pseudonym of the wave's series, which leads to nobody without the "
        "installation's key; gone when the response is taken back or its time is over."
    )

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="carried")
    response = models.ForeignKey(Response, models.CASCADE, related_name="carried")
    pseudonym = models.UUIDField(editable=False)
    carried_on = models.DateField()

    objects = CarriedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "carried"
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "pseudonym"],
                name="carried_once",
                violation_error_message="This member has answered this wave already.",
            ),
            models.UniqueConstraint(
                fields=["wave", "response"],
                name="carried_for_one_member",
                violation_error_message="What was sent serves this wave already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response} for {self.wave}"
