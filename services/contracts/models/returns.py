"""What a provider reports each quarter."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.contracts.choices import FOR_THE_PROVIDER, ReturnState
from services.contracts.models.contract import Contract, Kpi
from services.contracts.periods import Quarter, quarter_of
from services.directory.models import Access, providers_of


class ReturnQuerySet(models.QuerySet["Return"]):
    def visible_to(self, user, day: date) -> "ReturnQuerySet":
        """Returns of the providers that this person works for on this day, and of no other.

        Once a provider's contracts have ended they stay open while one is owed: they name nobody."""
        return self.filter(provider__in=providers_of(user, day).filter(at_work(day)))

    def owed(self) -> "ReturnQuerySet":
        """Not accepted yet: to be filled in, or sent and perhaps sent back."""
        return self.exclude(state=ReturnState.ACCEPTED)

    def accepted(self) -> "ReturnQuerySet":
        return self.filter(state=ReturnState.ACCEPTED)

    def waiting_for_office(self) -> "ReturnQuerySet":
        return self.filter(state=ReturnState.SENT)


def at_work(day: date) -> Q:
    """Of providers: those with something to do for the office on this day or later.

    They may open referrals now or soon, or owe a return, or a contract of theirs ran in this quarter, whose return
    is still to come."""
    quarter = quarter_of(day)
    ran = Contract.objects.running_within(quarter.first_day, quarter.last_day)
    return (
        Q(pk__in=Access.objects.not_over(day).values("provider"))
        | Q(pk__in=Return.objects.owed().values("provider"))
        | Q(pk__in=ran.exclude(provider=None).values("provider"))
    )


class Return(models.Model):
    """A provider's figures for one quarter of one contract."""

    personal_data = "none: counts of people by quarter, shown outside only through the small-number rules"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="returns")
    provider = models.ForeignKey("directory.Provider", models.PROTECT, related_name="returns")
    financial_year = models.PositiveSmallIntegerField()
    quarter_number = models.PositiveSmallIntegerField("quarter")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.OPEN)
    comment = models.TextField("anything that explains the figures", max_length=5000, blank=True)
    office_question = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-financial_year", "-quarter_number", "contract__title"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "provider", "financial_year", "quarter_number"],
                name="return_once",
                violation_error_message="There is a return for this quarter already.",
            ),
            models.CheckConstraint(
                condition=Q(quarter_number__gte=1, quarter_number__lte=4),
                name="return_quarter_1_to_4",
                violation_error_message="A quarter is 1, 2, 3 or 4.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values),
                name="return_state_known",
                violation_error_message="Unknown state.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}, {self.quarter.short}"

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.financial_year, self.quarter_number)

    @property
    def is_for_provider(self) -> bool:
        """Still the provider's to fill in."""
        return self.state in FOR_THE_PROVIDER


class ReturnFigure(models.Model):
    """One KPI's figure in a return. A share is kept as its part and whole; "not known" says why."""

    personal_data = "none: a count for a quarter"

    of_return = models.ForeignKey(Return, models.PROTECT, related_name="figures")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="figures")
    value = models.PositiveBigIntegerField(null=True, blank=True, help_text="In the KPI's unit; of a share, the part.")
    whole = models.PositiveBigIntegerField(null=True, blank=True, help_text="Of a share: how many people in all.")
    why_unknown = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kpi__position", "kpi__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_return", "kpi"],
                name="return_figure_once",
                violation_error_message="This KPI is there already.",
            ),
            models.CheckConstraint(
                condition=Q(whole=None) | Q(value__isnull=False, value__lte=F("whole")),
                name="share_part_in_whole",
                violation_error_message="The part cannot be more than the whole.",
            ),
            models.CheckConstraint(
                condition=(Q(value=None) & ~Q(why_unknown="")) | Q(value__isnull=False, why_unknown=""),
                name="figure_or_reason",
                violation_error_message="Give a figure, or say why it is not known.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi}: {self.value if self.why_unknown == '' else 'not known'}"


class ReturnStep(models.Model):
    """A return changed its state. Rows are added, never changed."""

    personal_data = "which member of staff moved the return, kept with it"

    of_return = models.ForeignKey(Return, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReturnState)
    words = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.of_return_id}: {self.state}"
