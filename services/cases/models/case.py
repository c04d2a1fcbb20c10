"""The case itself: plain columns for what must be counted and sorted, sealed ones for what could name a person."""

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q

from derbyvoice.office.models import Cohort, CrimeGroup, District
from derbyvoice.users import roles
from derbyvoice.vault.fields import SealedField
from derbyvoice.vault.sealing import lookup
from services.cases.choices import EnhancedCategory, State
from services.cases.models.people import Officer, Team


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def visible_to(self, user: Any) -> Self:
        """The cases this person may see: an officer their own, a supervisor those of their team, others none.

        A conflict of interest hides a case from the person concerned, whatever their role."""
        if user.has_role(roles.SUPERVISOR):
            mine = Q(officer__user=user) | Q(team__in=Officer.objects.filter(user=user).values("team"))
        elif user.has_role(roles.CASE_OFFICER):
            mine = Q(officer__user=user)
        else:
            return self.none()
        blocked = ConflictBlock.objects.in_force().filter(case=OuterRef("pk"), user=user)
        return self.filter(mine).exclude(Exists(blocked))

    def with_people(self) -> Self:
        return self.select_related("crime_group", "district", "officer__user", "team", "clock", "victim")

    def with_last_contact(self) -> Self:
        """Each case with `last_contact_on`: the day of the last talk, or nothing."""
        return self.annotate(last_contact_on=Max("contacts__happened_on"))

    def with_reference(self, reference: str) -> Self:
        """The case of this reference, found by its keyed hash."""
        return self.filter(reference_hash=lookup("reference", reference.strip()))

    def to_contact(self, day: date) -> Self:
        """Contact is due on this day or was due before it; the longest overdue first."""
        return self.filter(clock__due_on__lte=day).order_by("clock__due_on", "id")

    def by_due_day(self) -> Self:
        return self.order_by(F("clock__due_on").asc(nulls_last=True), "id")


class Case(models.Model):
    """One reported crime and the person harmed by it. Its address holds a random id, never the reference."""

    personal_data = (
        "that somebody reported a crime of a kind in a district; the reference is sealed to staff. "
        "Kept until a year after it closes"
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = SealedField(readers=("case",))
    reference_hash = models.CharField(max_length=64, unique=True, editable=False)
    crime_group = models.ForeignKey(CrimeGroup, models.PROTECT, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    cohorts = models.ManyToManyField(Cohort, blank=True, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="cases")
    team = models.ForeignKey(Team, models.PROTECT, related_name="cases")
    reported_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    force_version = models.PositiveIntegerField(
        default=1, help_text="The version of the force's record that this row holds; an older one never overwrites it."
    )
    edit = models.PositiveIntegerField(default=1, help_text="Counts changes here, so that two people cannot collide.")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="case_state_is_known",
                violation_error_message="Unknown state.",
            )
        ]

    def __str__(self) -> str:
        return f"Case {str(self.public_id)[:8]}"


class CaseStep(models.Model):
    """A case opened or closed. Rows are added, never changed."""

    personal_data = "none beyond its case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case}: {self.state}"


class EnhancedRight(models.Model):
    """Why this person has enhanced rights, and who decided so."""

    personal_data = "a category of vulnerability of the person of its case; kept as long as the case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="enhanced_rights")
    category = models.CharField(max_length=20, choices=EnhancedCategory)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty: the force's record."
    )

    class Meta:
        ordering = ["category"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "category"],
                name="enhanced_right_once",
                violation_error_message="This right is noted already.",
            )
        ]

    def __str__(self) -> str:
        return self.get_category_display()


class ConflictBlockQuerySet(models.QuerySet["ConflictBlock"]):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)


class ConflictBlock(models.Model):
    """This user must not see this case: they know somebody in it. Works against every role, at the next request.

    It also hides the case's private page from Witness Care, and the person's referrals from a provider's worker."""

    personal_data = "that a named member of staff knows somebody in a case; kept as long as the case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConflictBlockQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(ended_at=None),
                name="conflict_block_once",
                violation_error_message="This person is kept from this case already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} may not see {self.case}"
