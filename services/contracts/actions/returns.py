"""A provider's return: opened each quarter, filled in, sent, questioned or accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.working_days import within_working_days_of
from derbyvoice.users.models import User
from services.contracts.choices import FOR_THE_PROVIDER, TRANSITIONS, ReturnState
from services.contracts.models import Contract, Kpi, Return, ReturnFigure, ReturnStep
from services.contracts.periods import Quarter

WORKING_DAYS_TO_RETURN = 20


class ReturnChanged(Exception):
    """Somebody else changed or moved this return since the page was opened; nothing was saved."""


@dataclass(frozen=True)
class Given:
    """What was entered for one KPI: a value (of a share: part and whole), or why it is not known."""

    value: int | None = None
    whole: int | None = None
    why_unknown: str = ""


@transaction.atomic
def open_returns(quarter: Quarter, *, by: By) -> list[Return]:
    """One open return for each let contract with KPIs that ran in this quarter; asking again opens nothing new."""
    ran = Contract.objects.running_within(quarter.first_day, quarter.last_day)
    contracts = ran.filter(provider__isnull=False, kpis__in=Kpi.objects.asked_in(quarter)).distinct()
    due = within_working_days_of(quarter.last_day, WORKING_DAYS_TO_RETURN)
    opened = []
    for contract in contracts:
        row, is_new = Return.objects.get_or_create(
            contract=contract,
            provider=contract.provider,
            financial_year=quarter.year,
            quarter_number=quarter.number,
            defaults={"due_on": due},
        )
        if is_new:
            record("return opened", row, by=by, quarter=quarter.short)
            opened.append(row)
    return opened


@transaction.atomic
def keep_figures(
    of_return: Return, figures: Mapping[Kpi, Given], *, comment: str, seen_version: int, by: User
) -> Return:
    """Keep what was entered so far. Raises `ReturnChanged` when the row moved on since it was seen,
    and `ValidationError` when it is no longer the provider's to change."""
    held = hold(of_return, seen_version)
    if held.state not in FOR_THE_PROVIDER:
        raise ValidationError("This return was sent. Ask the office to send it back if it needs a change.")
    for kpi, given in figures.items():
        keep_figure(held, kpi, given)
    Return.objects.filter(pk=held.pk).update(comment=comment, version=F("version") + 1)
    record("return figures kept", held, by=by, figures=len(figures))
    held.refresh_from_db()
    return held


def keep_figure(of_return: Return, kpi: Kpi, given: Given) -> None:
    """Nothing given takes an earlier figure away."""
    if given == Given():
        of_return.figures.filter(kpi=kpi).delete()
        return
    row = of_return.figures.filter(kpi=kpi).first() or ReturnFigure(of_return=of_return, kpi=kpi)
    row.value, row.whole, row.why_unknown = given.value, given.whole, given.why_unknown
    row.full_clean()
    row.save()


def hold(of_return: Return, seen_version: int) -> Return:
    held = Return.objects.select_for_update().get(pk=of_return.pk)
    if held.version != seen_version:
        raise ReturnChanged
    return held


@transaction.atomic
def move_return(of_return: Return, *, to: str, at: datetime, words: str = "", by: User) -> Return:
    """The one door between the states of a return. Raises `ValidationError` for a way that does not exist."""
    held = Return.objects.select_for_update().get(pk=of_return.pk)
    if to not in TRANSITIONS[held.state]:
        raise ValidationError(f"A return that is “{held.get_state_display()}” cannot become “{ReturnState(to).label}”.")
    Return.objects.filter(pk=held.pk).update(state=to, office_question=words, version=F("version") + 1)
    ReturnStep.objects.create(of_return=held, at=at, by=by, state=to, words=words)
    record("return moved", held, by=by, to=to)
    held.refresh_from_db()
    return held


def send_return(of_return: Return, *, at: datetime, by: User) -> Return:
    """Send it to the office. Raises `ValidationError` naming the KPIs that have neither a figure nor a reason."""
    missing = of_return.contract.kpis.asked_in(of_return.quarter).exclude(Q(figures__of_return=of_return))
    if names := [kpi.name for kpi in missing]:
        raise ValidationError([f"{name}: give a figure, or say why it is not known." for name in names])
    return move_return(of_return, to=ReturnState.SENT, at=at, by=by)


def send_back(of_return: Return, *, question: str, at: datetime, by: User) -> Return:
    return move_return(of_return, to=ReturnState.SENT_BACK, at=at, words=question, by=by)


def accept_return(of_return: Return, *, at: datetime, by: User) -> Return:
    return move_return(of_return, to=ReturnState.ACCEPTED, at=at, by=by)
