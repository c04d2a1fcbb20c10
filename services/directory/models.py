"""Who offers help, what they offer, and who works for them. All of it is dated: help that has ended is not offered."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from derbyvoice.office.models import Cohort, CrimeGroup, Dated, DatedQuerySet, District
from services.directory.choices import Ground


class ProviderQuerySet(DatedQuerySet):
    def worked_for_by(self, user: Any, day: date) -> Self:
        """Providers that this person works for on this day; a provider or a membership that ended is not among them."""
        return self.on(day).filter(id__in=Membership.objects.of(user).on(day).values("provider"))

    def not_over(self, day: date) -> Self:
        """In force on this day, or to come."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def with_access(self, day: date) -> Self:
        """Providers whose workers may open referrals on this day: in force, and with access on a ground that stands."""
        return self.on(day).filter(id__in=Access.objects.on(day).values("provider"))


class Provider(Dated):
    """An organisation that delivers support. Its workers may come in while it is in force, and no longer.

    Whether they may open referrals is a fact of its own: `Access`."""

    personal_data = "none: an organisation's public details"

    name = models.CharField(max_length=120, unique=True)
    about = models.TextField(max_length=2000, blank=True, help_text="In plain words.")
    website = models.URLField(blank=True)
    demonstration = models.BooleanField("invented for the demonstration", default=False)

    objects = ProviderQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(DatedQuerySet):
    def on(self, day: date) -> Self:
        """Services offered on this day by a provider that is itself in force."""
        return super().on(day).filter(provider__in=Provider.objects.on(day))

    def taking_people(self, day: date) -> Self:
        """Services that people can be passed to on this day: offered, and its workers could open the referral."""
        return self.on(day).filter(provider__in=Provider.objects.with_access(day))

    def for_crime_group(self, group: Any) -> Self:
        """Services for what happened; a service that names no crime group is for everybody."""
        return self.filter(Q(crime_groups=group) | Q(crime_groups=None)).distinct()

    def in_district(self, district: Any) -> Self:
        """Services that reach this district; a service that names no district reaches the whole area."""
        return self.filter(Q(districts=district) | Q(districts=None)).distinct()

    def that_people_can_ask_for(self) -> Self:
        return self.filter(takes_self_referral=True)

    def with_everything(self) -> Self:
        return self.select_related("provider").prefetch_related("crime_groups", "districts", "cohorts")


class Service(Dated):
    """What a provider offers, to whom and where, in words that a frightened person can read."""

    personal_data = "none: a service's public details"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="services")
    name = models.CharField(max_length=120)
    plain_words = models.TextField(max_length=2000, help_text="What it does for people. Reading age 9 to 11.")
    what_happens = models.TextField(
        "what happens when you ask", max_length=1000, blank=True, help_text="Who answers, how soon, what it costs."
    )
    phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    hours = models.CharField(max_length=160, blank=True, help_text="For example: Monday to Friday, 9am to 5pm.")
    crime_groups = models.ManyToManyField(CrimeGroup, blank=True, help_text="None chosen means everybody.")
    districts = models.ManyToManyField(District, blank=True, help_text="None chosen means the whole area.")
    cohorts = models.ManyToManyField(Cohort, blank=True, help_text="None chosen means everybody.")
    takes_self_referral = models.BooleanField("people can ask for it themselves", default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ServiceQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["position", "name"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["provider", "name"],
                name="service_named_once",
                violation_error_message="This provider has a service of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def on(self, day: date) -> Self:
        """Memberships in force on this day: begun, not past their last day, and not ended early."""
        return self.not_over(day).filter(valid_from__lte=day)

    def not_over(self, day: date) -> Self:
        """In force on this day, or to come."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), ended_at=None)


class Membership(models.Model):
    """This person works for this provider. It ends by itself on its last day, or at once when somebody ends it."""

    personal_data = "that a named worker works for a provider; kept six years after it ends, for the audit"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="memberships")
    valid_from = models.DateField("first day")
    valid_to = models.DateField("last day", null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "provider"],
                condition=Q(ended_at=None),
                name="membership_once",
                violation_error_message="This person works for this provider already.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
                violation_error_message="It cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_by_somebody",
                violation_error_message="Say who ended it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.provider}"


class AccessQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        """Periods that nobody ended early."""
        return self.filter(ended_at=None)

    def on(self, day: date) -> Self:
        return super().on(day).filter(ended_at=None)

    def not_over(self, day: date) -> Self:
        """In force on this day, or to come."""
        return self.standing().filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def begun(self, day: date) -> Self:
        """Periods that had begun by this day, whatever became of them."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day))

    def by_contract(self) -> Self:
        return self.filter(ground=Ground.CONTRACT)

    def listed(self) -> Self:
        return self.filter(ground=Ground.LISTED)


class Access(Dated):
    """From a day, to a day: this provider's workers may open the referrals to it. Without a row nobody opens any.

    A contract writes its days here and takes them away (`services.contracts`); for a provider without one the office
    decides, and says why. It ends by itself after its last day, or at once when somebody ends it."""

    personal_data = "none: an organisation's periods of work with the office"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="accesses")
    ground = models.CharField("rests on", max_length=10, choices=Ground)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: a program."
    )
    why_ended = models.CharField(max_length=300, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["provider__name", "-id"]
        verbose_name_plural = "access to referrals"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values),
                name="access_ground_is_known",
                violation_error_message="Say what it rests on.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="access_has_a_source",
                violation_error_message="Say which contract or decision it rests on.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, why_ended="") | Q(ended_at__isnull=False) & ~Q(why_ended=""),
                name="access_ended_for_a_reason",
                violation_error_message="Say why it ends.",
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(ground=Ground.LISTED, valid_to=None, ended_at=None),
                name="access_listed_once",
                violation_error_message="The office decided this already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.source}"

    @property
    def last_day_open(self) -> date:
        """Its own last day, the day on which somebody ended it, or the provider's: the soonest of these."""
        ended = timezone.localdate(self.ended_at) if self.ended_at else None
        return min(day or date.max for day in (self.valid_to, ended, self.provider.valid_to))


def last_days_open(day: date) -> dict[int, date]:
    """The last day on which each provider's workers could open referrals, of all periods that had begun by this day."""
    last: dict[int, date] = {}
    for row in Access.objects.begun(day).select_related("provider"):
        last[row.provider_id] = max(last.get(row.provider_id, date.min), row.last_day_open)
    return last


def providers_of(user: Any, day: date) -> ProviderQuerySet:
    """The providers that this person may act for on this day; asked anew at every request."""
    return Provider.objects.worked_for_by(user, day)


def providers_open_to(user: Any, day: date) -> ProviderQuerySet:
    """Those of them whose referrals this person may open on this day."""
    return providers_of(user, day).with_access(day)
