"""Keeping the plan and its priorities."""

import re

from django.db import transaction

from derbyvoice.audit.actions import record, record_change
from derbyvoice.users.models import User
from scrutiny.plan.models import Plan, Priority


@transaction.atomic
def keep_plan(*, title: str, by: User, source: str = "", demonstration: bool = False) -> Plan:
    """The plan of this title, made if there is none. Its years are read from a title such as "Plan 2021-2025"."""
    plan = Plan.objects.filter(title=title).first()
    if plan is None:
        years = re.search(r"\b(20\d\d)\s*[-–to]+\s*(20\d\d)\b", title)
        first, last = (int(years[1]), int(years[2])) if years else (None, None)
        plan = Plan(title=title, first_year=first, last_year=last, source=source, demonstration=demonstration)
        plan.full_clean()
        plan.save()
        record("plan_kept", plan, by=by)
    return plan


@transaction.atomic
def keep_priority(plan: Plan, *, name: str, by: User, words: str = "") -> Priority:
    """The priority of this name in the plan, added at its end if there is none."""
    priority = plan.priorities.filter(name=name).first()
    if priority is None:
        priority = Priority(plan=plan, name=name, words=words, position=plan.priorities.count() + 1)
        priority.full_clean()
        priority.save()
        record("priority_kept", priority, by=by)
    return priority


@transaction.atomic
def change(row: Plan | Priority, *, by: User, **values: object) -> Plan | Priority:
    """Correct a plan or a priority. Raises `ValidationError` for what does not hold together."""
    return record_change(row, "changed", by=by, **values)
