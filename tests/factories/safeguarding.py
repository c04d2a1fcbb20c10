"""Recipes for people who may be in danger. `flag` seals what it is told; its state needs no other field."""

import json
from datetime import timedelta

from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from surveys.questionnaires.models import Survey
from surveys.safeguarding.models import Deadline, Flag, FlagStep, Rule
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON


@recipe(Deadline)
def deadline(**fields):
    return Deadline.objects.create(**{"level": "urgent", "hours": 4, **fields})


@recipe(Rule)
def rule(**fields):
    return Rule.objects.create(**{"name": f"Rule {next(number)}", "phrases": "kill me", "level": "urgent", **fields})


def words(said):
    content = {"found": [], "broken": [], "told": [["What happened?", said]]}
    return seal_for(Flag, "sealed", json.dumps(content))


@recipe(Flag)
def flag(*, said="He is outside.", **fields):
    at = fields.setdefault("raised_at", NOON)
    facts = {"level": "urgent", "source": "rules", "due_at": at + timedelta(hours=4), "sealed": words(said)}
    facts |= {"office_due_at": fields.get("due_at", facts["due_at"]) + timedelta(hours=2)}
    fields.setdefault("survey", None) or fields.update(survey=make(Survey))
    state = fields.get("state", "raised")
    if state != "raised":
        facts |= {"taken_at": at, "taken_by": fields.get("taken_by") or make(User)}
    if state == "decided":
        facts |= {"decided_at": at, "decided_by": facts["taken_by"], "outcome": "no_concern"}
        facts |= {"reasons": seal_for(Flag, "reasons", "A figure of speech.")}
    return Flag.objects.create(**{**facts, **fields})


@recipe(FlagStep)
def flag_step(**fields):
    fields.setdefault("flag", None) or fields.update(flag=make(Flag))
    return FlagStep.objects.create(**{"at": NOON, "what": "raised", "state": "raised", **fields})
