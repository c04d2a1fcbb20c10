"""The minute's sweep: whoever is meant gets an invitation, whatever is due is queued. Harmless when run twice.

The cap on how often somebody is asked stands in the statement that takes members: it locks their rows, so two waves
at the same moment cannot both ask one. Killed anywhere, the transaction was or was not; the next minute goes on."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from derbyvoice.audit.actors import By
from derbyvoice.notifications.outbox import queue_all
from derbyvoice.office import clock
from surveys.panel.actions.waves import move
from surveys.panel.choices import GAP, Asked, WaveState
from surveys.panel.models import Invitation, Subscriber, Wave
from surveys.panel.safe_times import next_safe
from surveys.panel.told import ToldBefore

INVITE: Final = "panel.invitation"
BITE: Final = 500
MAILS: Final = 100
BETWEEN_MAILS: Final = timedelta(days=7)


def sweep(*, now: datetime, by: By) -> dict[str, int]:
    """Close what is over, invite, queue what is due; gives how much of each."""
    day = clock.today()
    over = list(Wave.objects.over(day))
    for wave in over:
        move(wave=wave, to=WaveState.CLOSED, day=day, by=by)
    waves = Wave.objects.inviting(day).select_related("series__survey", "district", "cohort").order_by("opens_on", "id")
    asked = sum(invite(wave, now=now, day=day) for wave in waves)
    return {"closed": len(over), "asked": asked, "queued": queue_due(now=now, day=day)}


def invite(wave: Wave, *, now: datetime, day: date) -> int:
    """Take everybody who is meant and was not asked, some hundreds at a time. Gives how many were taken."""
    taken = 0
    while bite := invite_some(wave, now=now, day=day):
        taken += bite
    return taken


@transaction.atomic
def invite_some(wave: Wave, *, now: datetime, day: date) -> int:
    """Some hundred members into the wave, each once. Those who told us before are noted, and not asked."""
    meant = Subscriber.objects.may_be_asked(day).meant_by(wave).exclude(invitations__wave=wave).order_by("pk")
    rows = list(meant.select_for_update(of=("self",), skip_locked=True)[:BITE])
    told = ToldBefore(wave, day)
    spared = {row.pk for row in rows if wave.skip_told and told.by(row.seed)}
    invitations = [invitation_of(row, wave, now=now, day=day, spared=row.pk in spared) for row in rows]
    Invitation.objects.bulk_create(invitations, ignore_conflicts=True)
    put_off_next([row for row in rows if row.pk not in spared], day)
    return len(rows)


def invitation_of(row: Subscriber, wave: Wave, *, now: datetime, day: date, spared: bool) -> Invitation:
    facts = {"wave": wave, "subscriber": row, "asked_on": day}
    if spared:
        return Invitation(**facts, state=Asked.TOLD)
    return Invitation(**facts, due=next_safe(now, days=row.days, parts=row.parts))


def put_off_next(rows: Iterable[Subscriber], day: date) -> None:
    """Nobody in these rows is asked again before the time that they allow is over: a statement for each choice."""
    chosen: dict[str, list[int]] = {}
    for row in rows:
        chosen.setdefault(row.how_often, []).append(row.pk)
    for how_often, pks in chosen.items():
        Subscriber.objects.filter(pk__in=pks).update(next_ask_on=day + GAP[how_often])


def queue_due(*, now: datetime, day: date) -> int:
    """Queue every message that is due; gives how many."""
    queued = 0
    while bite := queue_some(now=now, day=day):
        queued += bite
    return queued


@transaction.atomic
def queue_some(*, now: datetime, day: date) -> int:
    """Some messages that are due, and the day of each next one."""
    due = Invitation.objects.due(now, day).select_related("wave", "subscriber").order_by("due", "pk")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:MAILS])
    for row in rows:
        row.mails += 1
        row.due = next_due(row, now)
    queue_all(INVITE, [letter_of(row) for row in rows])
    Invitation.objects.bulk_update(rows, ["mails", "due"])
    return len(rows)


def letter_of(row: Invitation) -> dict[str, str]:
    step = f"{row.reference}:{row.mails}"
    return {
        "recipient_ref": str(row.subscriber.reference),
        "context_ref": step,
        "dedupe_key": f"{INVITE}:{step}",
    }


def next_due(row: Invitation, now: datetime) -> datetime | None:
    """When to remind: a week later in a safe time; never once all reminders of the wave were sent, or the link used."""
    if row.mails > row.wave.reminders or row.used:
        return None
    return next_safe(now + BETWEEN_MAILS, days=row.subscriber.days, parts=row.subscriber.parts)
