"""The standard outcomes, and scores of some invented referrals."""

from datetime import date

from derbyvoice.office import clock
from derbyvoice.users.models import User
from services.outcomes import actions
from services.outcomes.actions import Given
from services.outcomes.choices import Moment
from services.outcomes.models import Outcome, Score
from services.referrals.models import Referral

SOME = 20


def load(*, today: date, by: User) -> None:
    actions.load_standard_outcomes(by=by)
    if Score.objects.exists():
        return
    outcomes = list(Outcome.objects.on(today))
    for n, referral in enumerate(Referral.objects.order_by("pk")[:SOME]):
        for step, moment in enumerate((Moment.START, Moment.REVIEW)):
            given = {outcome: Given(value=1 + (n + place + 2 * step) % 5) for place, outcome in enumerate(outcomes)}
            actions.record_scores(referral, given, moment=moment, asked_on=today, at=clock.now(), by=by)
