from datetime import timedelta

from services.cases.models import Case
from services.intake.models import ApiKey, IntakeReceipt, IntakeRefusal
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON


@recipe(ApiKey)
def api_key(**fields):
    n = next(number)
    facts = {"name": "Force records", "prefix": f"dv_{n:06d}", "secret_hash": f"{n:064d}", "scopes": ["cases:write"]}
    return ApiKey.objects.create(**{**facts, "made_at": NOON, "expires": NOON + timedelta(days=3650), **fields})


@recipe(IntakeReceipt)
def intake_receipt(**fields):
    for name, model in (("key", ApiKey), ("case", Case)):
        if name not in fields:
            fields[name] = make(model)
    facts = {"idempotency_key": f"key-{next(number)}", "body_hash": "0" * 64, "force_version": 1, "answer": {}}
    return IntakeReceipt.objects.create(**{**facts, "taken": NOON, **fields})


@recipe(IntakeRefusal)
def intake_refusal(**fields):
    return IntakeRefusal.objects.create(**{"status": 400, "code": "missing", "refused": NOON, **fields})
