"""How many people were better off, for readers from above."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery

from derbyvoice.lib.suppression import Figure, Percentage, Protection, figure, percentage
from services.outcomes.choices import Moment
from services.outcomes.models import Outcome


@dataclass(frozen=True)
class OutcomeLine:
    """Of people scored at the start and again later in the period, how many scored higher."""

    name: str
    people: Figure
    improved: Percentage


def improvement(*, provider_id: int, since: date, until: date, protection: Protection) -> list[OutcomeLine]:
    """One line an outcome for this provider's referrals whose latest later score falls in the period."""
    return [line(outcome, provider_id, since, until, protection) for outcome in Outcome.objects.on(until)]


def line(outcome: Outcome, provider_id: int, since: date, until: date, protection: Protection) -> OutcomeLine:
    scored = outcome.scores.filter(referral__service__provider=provider_id, value__isnull=False)
    first = scored.filter(referral=OuterRef("referral"), moment=Moment.START).order_by("asked_on").values("value")[:1]
    later = scored.exclude(moment=Moment.START).filter(asked_on__range=(since, until))
    newest = later.filter(referral=OuterRef("referral")).order_by("-asked_on", "-id").values("pk")[:1]
    pairs = later.filter(pk=Subquery(newest)).annotate(first=Subquery(first)).filter(first__isnull=False)
    whole = pairs.count()
    better = pairs.filter(value__gt=F("first")).count()
    return OutcomeLine(outcome.name, figure(whole, protection), percentage(better, whole, protection))
