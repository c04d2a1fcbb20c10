from datetime import date

from derbyvoice.users.models import User
from services.outcomes.models import Outcome, Score
from services.referrals.models import Referral
from tests.factories import number, recipe
from tests.factories.contracts import needs
from tests.factories.shared_ground import NOON


@recipe(Outcome)
def outcome(**fields):
    n = next(number)
    return Outcome.objects.create(**{"key": f"outcome-{n}", "name": f"Outcome {n}", "question": "How is it?", **fields})


@recipe(Score)
def score(**fields):
    facts = {"moment": "start", "asked_on": date(2026, 6, 1), "value": 3, "recorded_at": NOON}
    if fields.get("no_score"):
        facts["value"] = None
    return Score.objects.create(**{**facts, **needs(fields, referral=Referral, outcome=Outcome, recorded_by=User)})
