from derbyvoice.office.models import CrimeGroup
from derbyvoice.vault.sealing import seal_for
from services.directory.models import Service
from services.referrals.models import AutomaticRule, Referral, ReferralStep
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON


@recipe(AutomaticRule)
def automatic_rule(**fields):
    for name, model in (("crime_group", CrimeGroup), ("service", Service)):
        if name not in fields:
            fields[name] = make(model)
    return AutomaticRule.objects.create(**{"source": "Test", **fields})


@recipe(Referral)
def referral(*, name="Robin Example", safe_contact="Phone 01632 960123", **fields):
    fields.setdefault("service", None) or fields.update(service=make(Service))
    sealed = {
        "name": seal_for(Referral, "name", name),
        "safe_contact": seal_for(Referral, "safe_contact", safe_contact),
    }
    facts = {"source": "self", "basis": "consent", "dedupe_key": f"referral-{next(number)}", "sent_at": NOON}
    return Referral.objects.create(**{**sealed, **facts, **fields})


@recipe(ReferralStep)
def referral_step(**fields):
    fields.setdefault("referral", None) or fields.update(referral=make(Referral))
    return ReferralStep.objects.create(**{"at": NOON, "state": "sent", **fields})
