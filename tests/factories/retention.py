"""Recipes for how long things are kept."""

import uuid

from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.retention.models import Gone, Hold, KeepingRule, Proposal
from tests.factories import make, recipe
from tests.factories.shared_ground import NOON


@recipe(KeepingRule)
def keeping_rule(**fields):
    return KeepingRule.objects.create(**{"state": "done", "method": "anonymise", "days": 365, **fields})


@recipe(Proposal)
def proposal(**fields):
    if "survey" not in fields:
        fields["survey"] = make(Survey)
    fields.setdefault("proposed_by", None) or fields.update(proposed_by=make(User))
    facts = {"state": "done", "method": "delete", "days": 365, "proposed_at": NOON}
    return Proposal.objects.create(**{**facts, **fields})


@recipe(Hold)
def hold(**fields):
    if not fields.get("response") and not fields.get("survey"):
        fields["survey"] = make(Survey)
    fields.setdefault("held_by", None) or fields.update(held_by=make(User))
    return Hold.objects.create(**{"reason": "A letter of 1 June", "held_at": NOON, **fields})


@recipe(Gone)
def gone(**fields):
    return Gone.objects.create(**{"reference": uuid.uuid4(), "day": NOON.date(), **fields})
