"""Keeping the rules by which testimonies are looked through."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from surveys.questionnaires.logic import OPERATORS, holds, questions_in
from surveys.questionnaires.models import Survey, definition_of
from surveys.safeguarding.choices import RuleKind
from surveys.safeguarding.models import Deadline, Rule
from surveys.safeguarding.phrases import found, phrases_in

STANDARD = Path(__file__).parent.parent / "standard.json"


@transaction.atomic
def keep_rule(*, rule: Rule, by: By) -> Rule:
    """Keep a new or changed rule, if it finds its own examples and leaves its counter-examples alone.

    Raises `ValidationError` with the line that is not as it should be."""
    rule.full_clean()
    check_phrases(rule) if rule.kind == RuleKind.PHRASES else check_answers(rule)
    fresh = rule.pk is None
    rule.save()
    record("kept rule" if fresh else "changed rule", rule, by=by, kind=rule.kind, level=rule.level)
    return rule


def check_phrases(rule: Rule) -> None:
    for name in ("phrases", "unless"):
        try:
            usable = phrases_in(getattr(rule, name))
        except ValueError as error:
            raise ValidationError({name: str(error)}) from error
        if name == "phrases" and not usable:
            raise ValidationError({name: "Write at least one word to look for"})
    for line in filter(str.strip, rule.examples.splitlines()):
        if not found(line, rule.phrases, rule.unless):
            raise ValidationError({"examples": f"This must be found, and is not: {line.strip()}"})
    for line in filter(str.strip, rule.counter_examples.splitlines()):
        if hit := found(line, rule.phrases, rule.unless):
            told = f"This must not be found, but “{hit[0]}” is: {line.strip()}"
            raise ValidationError({"counter_examples": told})


def check_answers(rule: Rule) -> None:
    """The tree is of known operators, and looks at questions that people are asked now."""
    survey = rule.survey
    if survey is None or survey.current_id is None:
        raise ValidationError({"survey": "Publish the survey first"})
    try:
        asked, known = set(questions_in(rule.condition)), operators_in(rule.condition) <= OPERATORS
        holds(rule.condition, {})
    except Exception as error:
        raise ValidationError({"condition": "These answers cannot be looked for"}) from error
    if not known or not asked or asked - set(definition_of(survey.current_id).by_id):
        raise ValidationError({"condition": "It looks at a question that is not in the survey"})


def operators_in(condition: Any) -> set[str]:
    inner = (operators_in(part) for part in condition.get("of", ()))
    return {condition["op"]}.union(*inner)


@transaction.atomic
def load_standard(*, by: By) -> int:
    """Rules and deadlines to begin with, for the office to change. What has the same name stays; gives how many."""
    told = json.loads(STANDARD.read_text(encoding="utf-8"))
    fresh = [row for row in told["rules"] if not Rule.objects.filter(name=row["name"]).exists()]
    for row in fresh:
        lines = {name: "\n".join(value) if isinstance(value, list) else value for name, value in row.items()}
        keep_rule(rule=Rule(**lines), by=by)
    for row in told["deadlines"]:
        if not Deadline.objects.filter(level=row["level"]).exists():
            keep_deadline(row=Deadline(**row), by=by)
    return len(fresh)


@transaction.atomic
def keep_deadline(*, row: Deadline, by: By) -> Deadline:
    """Keep how long a level may take. Flags that are open keep the clock they were raised with."""
    row.full_clean()
    row.save()
    record("kept deadline", row, by=by, level=row.level, hours=row.hours, working_days=row.working_days)
    return row


def survey_named(slug: str) -> Survey | None:
    """A survey that people are asked now, by its address."""
    return Survey.objects.filter(slug=slug, current__isnull=False).first()
