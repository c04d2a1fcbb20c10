"""Letting things go sooner, or wholly: one person proposes it, another confirms it, either can say no."""

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.retention.actions.ruling import needs_a_second, put_in_force, refuse_broken_promise, set_rule
from surveys.retention.choices import Method, State
from surveys.retention.models import KeepingRule, Proposal
from surveys.retention.reports import would_go


@transaction.atomic
def change_rule(*, survey: Survey | None, state: State, method: Method, days: int, by: User) -> KeepingRule | Proposal:
    """The rule itself if nothing goes sooner by it, else a proposal that waits. Raises `ValidationError`."""
    refuse_broken_promise(survey, state, method, days)
    act = propose_rule if needs_a_second(survey, state, method, days) else set_rule
    return act(survey=survey, state=state, method=method, days=days, by=by)


@transaction.atomic
def propose_rule(*, survey: Survey | None, state: State, method: Method, days: int, by: User) -> Proposal:
    """Ask for a rule. It has no force until somebody else confirms it. Raises `ValidationError`."""
    refuse_broken_promise(survey, state, method, days)
    facts = {"proposed_at": clock.now(), "proposed_by": by}
    row = Proposal(survey=survey, state=state, method=method, days=days, **facts)
    row.full_clean()
    row.save()
    note("proposed how long", row, by=by)
    return row


@transaction.atomic
def confirm_rule(*, proposal: Proposal, by: User) -> KeepingRule:
    """Make it the rule. Raises `ValidationError` for whoever proposed it, and when it was decided already."""
    row = waiting(proposal)
    if row.proposed_by_id == by.pk:
        raise ValidationError("Somebody else must confirm this.")
    refuse_broken_promise(row.survey, row.state, row.method, row.days)
    note("confirmed how long", row, by=by)
    row.confirmed_at, row.confirmed_by = clock.now(), by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    return put_in_force(row.survey, row.state, row.method, row.days, by=by)


@transaction.atomic
def withdraw_rule(*, proposal: Proposal, by: User) -> Proposal:
    """It shall not be the rule: whoever proposed it changed their mind, or a colleague says no."""
    row = waiting(proposal)
    row.withdrawn_at, row.withdrawn_by = clock.now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note("took back how long", row, by=by)
    return row


def waiting(proposal: Proposal) -> Proposal:
    """The proposal, locked. Raises `ValidationError` unless it waits."""
    row = Proposal.objects.select_for_update(of=("self",)).select_related("survey").get(pk=proposal.pk)
    if not row.waits:
        raise ValidationError("This was decided already.")
    return row


def note(verb: str, row: Proposal, *, by: User) -> None:
    """What was meant, and how many responses would go at once, as both of them saw it."""
    facts = {"state": row.state, "method": row.method, "days": row.days}
    number = would_go(row.survey, row.state, row.method, row.days, day=clock.today())
    record(verb, row, by=by, survey=row.survey.slug if row.survey else "", would_go=number, **facts)
