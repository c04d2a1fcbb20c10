"""Monitoring meetings and what is promised there."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.users.models import User
from services.contracts.actions.contract import checked_save
from services.contracts.choices import Issue
from services.contracts.models import Action, AgendaItem, Contract, MonitoringMeeting

STANDING_AGENDA = (
    (Issue.EXPERIENCE, "What people who used the service told us"),
    (Issue.PERFORMANCE, "Figures for the quarter, beside their targets"),
    (Issue.OTHER, "Actions from last time"),
)


@transaction.atomic
def hold_meeting(contract: Contract, *, held_on: date, place: str = "", by: User) -> MonitoringMeeting:
    """Plan a meeting with the standing agenda: experience first, then figures, then what was promised."""
    meeting = checked_save(
        MonitoringMeeting(contract=contract, held_on=held_on, place=place), "monitoring meeting planned", by=by
    )
    for issue, title in STANDING_AGENDA:
        add_agenda_item(meeting, title=title, issue=issue, by=by)
    return meeting


@transaction.atomic
def add_agenda_item(meeting: MonitoringMeeting, *, title: str, issue: str = Issue.OTHER, by: User) -> AgendaItem:
    MonitoringMeeting.objects.select_for_update().get(pk=meeting.pk)
    last = meeting.agenda.order_by("-position").values_list("position", flat=True).first() or 0
    item = AgendaItem(meeting=meeting, position=last + 1, title=title, issue=issue)
    return checked_save(item, "agenda item added", by=by)


@transaction.atomic
def write_minutes(meeting: MonitoringMeeting, *, present: str, minutes: str, by: User) -> MonitoringMeeting:
    """Keep the minutes. Raises `ValidationError` once they are agreed: agreed minutes do not change."""
    held = MonitoringMeeting.objects.select_for_update().get(pk=meeting.pk)
    if held.minutes_agreed_at:
        raise ValidationError({"minutes": "These minutes are agreed and can no longer be changed."})
    held.present, held.minutes = present, minutes
    return checked_save(held, "minutes written", by=by)


@transaction.atomic
def agree_minutes(meeting: MonitoringMeeting, *, at: datetime, by: User) -> MonitoringMeeting:
    """From now on they do not change. Agreed twice, the first day and name stay."""
    held = MonitoringMeeting.objects.select_for_update().get(pk=meeting.pk)
    if held.minutes_agreed_at:
        return held
    if not held.minutes:
        raise ValidationError({"minutes": "Write the minutes before they are agreed."})
    held.minutes_agreed_at, held.minutes_agreed_by = at, by
    return checked_save(held, "minutes agreed", by=by)


@transaction.atomic
def add_action(meeting: MonitoringMeeting, *, by: User, **facts: Any) -> Action:
    return checked_save(Action(meeting=meeting, **facts), "action agreed", by=by)


@transaction.atomic
def finish_action(action: Action, *, done_on: date, evidence: str, by: User) -> Action:
    """Done, with what shows it. Raises `ValidationError` without evidence."""
    if not evidence.strip():
        raise ValidationError({"evidence": "Say what shows that it was done."})
    Action.objects.filter(pk=action.pk).update(done_on=done_on, evidence=evidence)
    action.refresh_from_db()
    record("action finished", action, by=by, done_on=done_on.isoformat())
    return action
