"""A contract, its money by financial year, and its targets. Money is whole pence."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from derbyvoice.office.models import Cohort
from services.contracts.choices import Direction, Regime, Unit
from services.contracts.periods import Quarter, year_name
from services.directory.models import Access, Provider

YEAR_RANGE = Q(financial_year__gte=2010, financial_year__lte=2100)


class ContractQuerySet(models.QuerySet["Contract"]):
    def running(self, day: date) -> "ContractQuerySet":
        """Contracts in force on this day; one without dates counts as running."""
        return self.running_within(day, day)

    def running_within(self, first: date, last: date) -> "ContractQuerySet":
        """Contracts in force on any of these days, the first and the last among them."""
        begun = Q(starts_on=None) | Q(starts_on__lte=last)
        return self.filter(begun, Q(ends_on=None) | Q(ends_on__gte=first))

    def not_broken_off(self) -> "ContractQuerySet":
        return self.filter(break_off=None)


class Contract(models.Model):
    """An agreement that pays a provider for support."""

    personal_data = "none"

    title = models.CharField(max_length=200)
    area = models.CharField(max_length=80)
    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, blank=True, related_name="contracts", help_text="Empty until it is let."
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    years = models.PositiveSmallIntegerField("term in years", null=True, blank=True)
    maximum_pence = models.PositiveBigIntegerField("most it may cost, in pence", null=True, blank=True)
    regime = models.CharField(max_length=12, choices=Regime, default=Regime.UNDECIDED)
    ocid = models.CharField("OCDS id", max_length=60, blank=True)
    notes = models.TextField(max_length=5000, blank=True)
    source = models.CharField(max_length=300, blank=True)
    demonstration = models.BooleanField("demonstration data", default=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "title"],
                name="contract_title_once",
                violation_error_message="This area has a contract with this title already.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_start",
                violation_error_message="A contract cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_broken_off(self) -> bool:
        return BreakOff.objects.filter(contract=self).exists()


class BreakOff(models.Model):
    """The office broke this contract off before its last day, and said why. It stays so; rows are added, never changed.

    To work together again a new contract is made."""

    personal_data = "which member of staff broke the contract off"

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="break_off")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=2000, help_text="Name no person who used the service.")

    class Meta:
        ordering = ["-at"]
        verbose_name, verbose_name_plural = "break-off", "contracts broken off"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="broken_off_for_a_reason",
                violation_error_message="Say why it is broken off.",
            )
        ]

    def __str__(self) -> str:
        day = timezone.localdate(self.at)
        return f"{self.contract}, broken off on {day.day} {day:%B %Y}"


class ContractAccess(models.Model):
    """This period in which a provider may open referrals rests on this contract: it has the contract's days."""

    personal_data = "none"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="accesses")
    access = models.OneToOneField(Access, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name, verbose_name_plural = "access by contract", "access by contract"

    def __str__(self) -> str:
        return str(self.access)


class SubProvider(models.Model):
    """A provider who delivers a part of somebody else's contract: as long as it runs, or up to a day."""

    personal_data = "none"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="sub_providers")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="part_contracts")
    delivers = models.CharField(max_length=200)
    last_day = models.DateField(null=True, blank=True, help_text="Empty: as long as the contract runs.")

    class Meta:
        ordering = ["provider__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "provider"],
                name="sub_provider_once",
                violation_error_message="This provider delivers a part of this contract already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.delivers}"


class Funder(models.Model):
    """A body that pays into a contract."""

    personal_data = "none"

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """Money for one financial year of a contract, for these cohorts, paid by these funders together.

    Where only a joint sum is known, one line names all its cohorts and funders; it is split when the split is known."""

    personal_data = "none"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="budget_lines")
    financial_year = models.PositiveSmallIntegerField(help_text="The year in which it begins: 2023 for 2023/24.")
    amount_pence = models.PositiveBigIntegerField("amount in pence")
    what_for = models.CharField(max_length=200)
    cohorts = models.ManyToManyField(Cohort, blank=True, related_name="+")
    funders = models.ManyToManyField(Funder, blank=True, related_name="budget_lines")

    class Meta:
        ordering = ["financial_year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "financial_year", "what_for"],
                name="budget_line_once",
                violation_error_message="This year has a line for this already.",
            ),
            models.CheckConstraint(
                condition=YEAR_RANGE, name="budget_year_in_range", violation_error_message="Write a year such as 2023."
            ),
        ]

    def __str__(self) -> str:
        return f"{year_name(self.financial_year)}: {self.what_for}"


class Variation(models.Model):
    """A change to a contract. Changes add up: splitting one to stay under a limit is caught by the sum
    (Procurement Act 2023, sections 74 and 75)."""

    personal_data = "none"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="variations")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    financial_year = models.PositiveSmallIntegerField(null=True, blank=True)
    change_pence = models.BigIntegerField("change in pence", default=0)
    change_months = models.SmallIntegerField("change of term in months", default=0)
    reason = models.TextField(max_length=2000)

    class Meta:
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"{self.contract}: {self.decided_on:%d %B %Y}"


class KpiQuerySet(models.QuerySet["Kpi"]):
    def asked_in(self, quarter: Quarter) -> "KpiQuerySet":
        """Those that a quarter's return asks for: one that ended within the quarter or after it was still counted."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=quarter.first_day))


class Kpi(models.Model):
    """What a contract is measured by, with its target."""

    personal_data = "none"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="kpis")
    name = models.CharField(max_length=160)
    definition = models.TextField(
        max_length=2000, help_text="What is counted, from when to when, and what is left out."
    )
    unit = models.CharField(max_length=12, choices=Unit)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.AT_LEAST)
    target = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="In the unit: people, percent, days, pence."
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    objects = KpiQuerySet.as_manager()

    class Meta:
        verbose_name = "KPI"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "name"],
                name="kpi_once",
                violation_error_message="This contract has a KPI with this name already.",
            ),
            models.CheckConstraint(
                condition=~Q(unit=Unit.SHARE) | Q(target=None) | Q(target__lte=100),
                name="kpi_percent_to_100",
                violation_error_message="A percentage is at most 100.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
