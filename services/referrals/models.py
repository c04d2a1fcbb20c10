"""A person passed to a service, with a basis in law. A provider sees its own referrals and no other."""

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from derbyvoice.office.models import CrimeGroup, Dated, DatedQuerySet, District
from derbyvoice.users import roles
from derbyvoice.vault.fields import SealedField
from services.cases.models import Case, ConflictBlock
from services.directory.models import Provider, Service, providers_open_to
from services.referrals.choices import NOT_THEIRS, WORKING, Basis, Reason, Source, State


class AutomaticRuleQuerySet(DatedQuerySet):
    def for_case(self, *, crime_group: Any, district: Any) -> Self:
        """Rules for exactly this crime group, here or everywhere. No row means: nobody is referred automatically."""
        return self.filter(Q(district=district) | Q(district=None), crime_group=crime_group)

    def leading_nowhere(self, day: date) -> Self:
        """Rules in force on this day whose service takes nobody then: they refer nobody."""
        return self.on(day).exclude(service__in=Service.objects.taking_people(day))


class AutomaticRule(Dated):
    """From a day, to a day: people harmed by this kind of crime are referred to this service without being asked.

    The row names its basis in law. A basis of consent cannot be automatic, and neither can a crime group of risk."""

    personal_data = "none"

    crime_group = models.ForeignKey(CrimeGroup, models.PROTECT, related_name="+")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the whole area."
    )
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    basis = models.CharField("basis in law", max_length=12, choices=Basis, default=Basis.PUBLIC_TASK)
    may_object = models.BooleanField("people may object", default=True)

    objects = AutomaticRuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["crime_group", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(basis__in=[Basis.PUBLIC_TASK, Basis.LEGAL_OBLIGATION]),
                name="automatic_rule_needs_no_consent",
                violation_error_message="Where consent is needed, a person must be asked: it cannot be automatic.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="automatic_rule_has_a_source",
                violation_error_message="Say which policy or law this rule comes from.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.crime_group} → {self.service}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Any, day: date) -> Self:
        """What a provider worker may see: referrals to providers that they work for, on days with access only.

        A conflict of interest hides the person of a case from the worker who knows somebody in it."""
        if not user.has_role(roles.PROVIDER_WORKER):
            return self.none()
        blocked = ConflictBlock.objects.in_force().filter(case=OuterRef("case"), user=user)
        return self.filter(service__provider__in=providers_open_to(user, day)).exclude(Exists(blocked))

    def stopped(self, day: date) -> Self:
        """Not finished, and nobody can work on them: the provider's workers may open no referral on this day."""
        return self.filter(state__in=WORKING).exclude(service__provider__in=Provider.objects.with_access(day))

    def with_service(self) -> Self:
        return self.select_related("service__provider", "crime_group", "district")


class Referral(models.Model):
    """One person passed to one service. Who they are is sealed; the provider's workers open it, and that is logged."""

    personal_data = "name and safe ways of contact, sealed to the provider's workers; kept until a year after it closes"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="referrals")
    service = models.ForeignKey(Service, models.PROTECT, related_name="referrals")
    crime_group = models.ForeignKey(CrimeGroup, models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    basis = models.CharField("basis in law", max_length=12, choices=Basis)
    rule = models.ForeignKey(AutomaticRule, models.PROTECT, null=True, blank=True, related_name="referrals")
    name = SealedField(readers=("case",))
    safe_contact = SealedField(readers=("case",))
    words = SealedField(readers=("case",), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    dedupe_key = models.CharField(max_length=120, unique=True, help_text="The same wish sent twice is one referral.")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty: the person or a rule."
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["service", "state", "-sent_at"], name="referral_of_service")]
        constraints = [
            models.CheckConstraint(
                condition=Q(source=Source.RULE, rule__isnull=False) | ~Q(source=Source.RULE) & Q(rule=None),
                name="referral_by_rule_names_it",
                violation_error_message="An automatic referral names its rule.",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.SELF) | Q(basis__in=[Basis.CONSENT, Basis.EXPLICIT_CONSENT]),
                name="self_referral_is_by_consent",
                violation_error_message="A person who asks consents.",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.OFFICER) | Q(sent_by__isnull=False),
                name="officer_referral_has_its_officer",
                violation_error_message="Say which officer referred them.",
            ),
        ]

    def __str__(self) -> str:
        return f"Referral {str(self.public_id)[:8]}"

    @property
    def may_be_opened(self) -> bool:
        """Whether the service's workers may see who it is."""
        return self.state not in NOT_THEIRS


def services_that_stopped(day: date) -> QuerySet[Service]:
    """Services with open referrals that nobody may work on, each with `waiting`: how many people wait there."""
    stopped = Referral.objects.stopped(day)
    waiting = Count("referrals", filter=Q(referrals__in=stopped))
    rows = Service.objects.filter(pk__in=stopped.values("service")).select_related("provider")
    return rows.annotate(waiting=waiting).order_by("provider__name", "name", "id")


class ReferralStep(models.Model):
    """A referral changed its state. Rows are added, never changed."""

    personal_data = "none beyond its referral"

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.referral}: {self.state}"
