"""What a person asks of the court, by when it must be passed on, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.office.models import Dated
from derbyvoice.vault.fields import SealedField
from services.cases.models import Case
from services.witness_care.choices import OPEN_REQUESTS, CountedFrom, Court, RequestKind, RequestState, RuleKind
from services.witness_care.models.space import PrivateSpace


class CourtFacts(models.Model):
    """What Witness Care knows of the case at court: it decides the deadlines."""

    personal_data = "which court and which days, of the person of a case; kept as long as the case"

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="court_facts")
    court = models.CharField(max_length=12, choices=Court, blank=True)
    plea_on = models.DateField("day of the not-guilty plea", null=True, blank=True)
    hearing_on = models.DateField("day of the hearing", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "court facts"
        constraints = [
            models.CheckConstraint(
                condition=Q(plea_on=None) | Q(hearing_on=None) | Q(hearing_on__gte=models.F("plea_on")),
                name="hearing_after_plea",
                violation_error_message="The hearing cannot come before the plea.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_court_display()} of {self.case}"


class DeadlineRule(Dated):
    """By when a request must be passed on: working days, not counting the day they are counted from."""

    personal_data = "none"

    kind = models.CharField(max_length=8, choices=RuleKind)
    court = models.CharField(max_length=12, choices=Court, blank=True, help_text="Empty: any court.")
    working_days = models.PositiveSmallIntegerField()
    counted_from = models.CharField(max_length=8, choices=CountedFrom)
    words = models.CharField(max_length=200, help_text="What must be done by then.")

    class Meta(Dated.Meta):
        ordering = ["kind", "court", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(source=""),
                name="deadline_rule_has_a_source",
                violation_error_message="Say which rule or policy this comes from.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.working_days} working days"


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user):
        return self.filter(space__in=PrivateSpace.objects.visible_to(user))

    def open(self):
        return self.filter(state__in=OPEN_REQUESTS)

    def with_case(self):
        return self.select_related("space__case__court_facts", "space__case__district")


class Request(models.Model):
    """A person asks for help to give evidence, or for an earlier day. What they wrote is sealed."""

    personal_data = "what help a person asks for and why, sealed to Witness Care and the person; kept with the case"

    public_id = models.UUIDField(unique=True, editable=False)
    space = models.ForeignKey(PrivateSpace, models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=8, choices=RequestKind)
    details = SealedField(readers=("case",))
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    due_on = models.DateField(null=True, blank=True, help_text="Worked out from the rules; empty until it can be.")

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["space", "kind"],
                condition=Q(state__in=sorted(OPEN_REQUESTS)),
                name="one_open_request_of_a_kind",
                violation_error_message="You have asked for this already. We are working on it.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked_on:%d %B %Y}"


class RequestStep(models.Model):
    """A request changed its state. Rows are added, never changed."""

    personal_data = "none beyond its request"

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty: the person."
    )
    state = models.CharField(max_length=10, choices=RequestState)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.state}"
