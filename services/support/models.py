"""What we tell people about help, and the one-time link by which they ask for it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from derbyvoice.office.models import CrimeGroup, Dated, DatedQuerySet, District
from derbyvoice.vault.fields import SealedField
from services.cases.models import Case


class SupportTextQuerySet(DatedQuerySet):
    def for_case(self, *, crime_group: Any, district: Any) -> Self:
        """Rows for this crime group or all, in this district or all; the most particular first."""
        return self.filter(
            Q(crime_group=crime_group) | Q(crime_group=None), Q(district=district) | Q(district=None)
        ).order_by(F("crime_group").asc(nulls_last=True), F("district").asc(nulls_last=True), "-id")


class SupportText(Dated):
    """What stands on the page behind the link, for a crime group and district. Nothing of it stands in the message."""

    personal_data = "none"

    crime_group = models.ForeignKey(
        CrimeGroup, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: everybody."
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the whole area."
    )
    words = models.TextField(max_length=3000, help_text="Reading age 9 to 11. Blank lines part paragraphs.")
    link_days = models.PositiveSmallIntegerField("days that the link works", default=28)

    objects = SupportTextQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["crime_group", "district", "-id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(link_days__gte=1, link_days__lte=90),
                name="support_link_days",
                violation_error_message="From 1 to 90 days.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.crime_group or 'Everybody'}, {self.district or 'everywhere'}"


class SupportLink(models.Model):
    """A one-time link of one case. Its token is kept hashed, and sealed to the sender until the message has gone."""

    personal_data = "that the person of a case was sent a link, and whether they used it; kept as long as the case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="support_links")
    text = models.ForeignKey(SupportText, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token = SealedField(readers=("contact",), null=True)
    made_on = models.DateField()
    expires = models.DateTimeField()
    opened = models.DateTimeField(null=True, blank=True, help_text="When its button was pressed: it is spent.")
    answered = models.DateTimeField(null=True, blank=True, help_text="When the person asked for help through it.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered=None) | Q(opened__isnull=False),
                name="support_link_opened_before_answered",
                violation_error_message="A link is opened before it is answered.",
            )
        ]

    def __str__(self) -> str:
        return f"Link of {self.case}"
