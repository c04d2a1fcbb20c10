"""What waits to be read, and how much somebody has read already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from derbyvoice.audit.models import Reading
from derbyvoice.users.models import User
from surveys.insight.models import CareTerms, Claim, HandOver
from surveys.responses.models import Response, Words

HARD = ("responses.response", "responses.recording", "fieldwork.session")
"""What counts as having read something hard. A voice counts beside the account that it is part of: it stays longer."""


@dataclass(frozen=True)
class Exposure:
    """How many different accounts somebody opened or heard today, and this week from Monday."""

    today: int
    week: int
    terms: CareTerms

    @property
    def is_enough(self) -> bool:
        return self.terms.is_enough(today=self.today, week=self.week)


def terms_now() -> CareTerms:
    """What the office settled; sensible numbers until it did."""
    return CareTerms.objects.first() or CareTerms()


def exposure(user: User, now: datetime) -> Exposure:
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = morning - timedelta(days=morning.weekday())
    rows = Reading.objects.filter(by=user, at__gte=monday, subject_type__in=HARD)
    opened = {(kind, key, at >= morning) for kind, key, at in rows.values_list("subject_type", "subject_id", "at")}
    week = {(kind, key) for kind, key, _ in opened}
    return Exposure(sum(today for *_, today in opened), len(week), terms_now())


def unread(user: User, now: datetime) -> QuerySet[Response]:
    """What this person may read, nobody has read, and nobody else is reading; oldest first.

    Words that were added later wait anew: a text begins when it is opened. What this person passed on is not offered to
    them again."""
    taken = Claim.objects.filter(response=OuterRef("pk"), until__gt=now).exclude(claimed_by=user)
    passed = HandOver.objects.filter(response=OuterRef("pk")).filter(Q(passed_by=user) | Q(taken_at=None))
    rows = Response.objects.visible_to(user).with_was_read().with_has_words()
    added = Words.objects.visible_to(user).filter(response=OuterRef("pk"), added_on__isnull=False, passage=None)
    rows = rows.filter(Q(was_read=False) | Exists(added), has_words=True)
    rows = rows.exclude(Exists(taken)).exclude(Exists(passed))
    return rows.select_related("version__survey").order_by("id")
