"""The minute's sweep: whatever is due gets its reminder, once for each case, cycle and stage.

Nothing is scheduled for a moment. Due is what `due <= now` finds, so a scheduler that stood still for two days
makes up for it at its first minute, and two schedulers at once cannot remind twice."""

from datetime import datetime, time

from django.db import connection, transaction

from derbyvoice.notifications.outbox import queue
from services.cases import due
from services.cases.models import CaseClock, DigestRun, Officer, OfficerTask, Reminder

BATCH = 5000
DIGEST_FROM, DIGEST_UNTIL = time(7, 30), time(20)
DIGEST = "cases.digest"

DAYS = " ".join(f"WHEN {stage} THEN {days}" for stage, days in enumerate(due.STAGE_DAYS[1:]))
SET_BASED = f"""
WITH taken AS MATERIALIZED (
    SELECT case_id, officer_id, team_id, cycle, stage, due, due_on FROM cases_caseclock
    WHERE due <= %(now)s ORDER BY due LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
), made AS (
    INSERT INTO cases_reminder (case_id, officer_id, team_id, cycle, stage, due, swept)
    SELECT case_id, officer_id, team_id, cycle, stage, due, %(now)s FROM taken
    ON CONFLICT (case_id, cycle, stage) DO NOTHING RETURNING 1
), moved AS (
    UPDATE cases_caseclock AS clock SET stage = taken.stage + 1,
        due = (taken.due_on + CASE taken.stage {DAYS} END + time '{due.MORNING}') AT TIME ZONE '{due.LONDON.key}'
    FROM taken WHERE clock.case_id = taken.case_id RETURNING 1
)
SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM made)
"""  # noqa: S608 - only this file's own constants


def sweep(*, now: datetime) -> int:
    """Make every reminder that is due, in bites of a few thousand; gives how many were made."""
    one_bite = bite_set_based if connection.vendor == "postgresql" else bite_row_by_row
    total = 0
    while True:
        taken, made = one_bite(now=now)
        total += made
        if not taken:
            return total


@transaction.atomic
def bite_set_based(*, now: datetime) -> tuple[int, int]:
    """One statement takes due clocks that no other sweep holds, makes their reminders and moves them on."""
    with connection.cursor() as cursor:
        cursor.execute(SET_BASED, {"now": now, "batch": BATCH})
        taken, made = cursor.fetchone()
    return taken, made


@transaction.atomic
def bite_row_by_row(*, now: datetime) -> tuple[int, int]:
    """The same for the small database of the demo, where a transaction that writes is alone."""
    clocks = list(CaseClock.objects.filter(due__lte=now).order_by("due")[:BATCH])
    if not clocks:
        return 0, 0
    before = Reminder.objects.count()
    Reminder.objects.bulk_create([reminder_of(clock, now) for clock in clocks], ignore_conflicts=True)
    for clock in clocks:
        assert clock.due_on is not None  # a running clock has its day: the database says so
        clock.stage += 1
        clock.due = due.moment_of(clock.due_on, clock.stage)
    CaseClock.objects.bulk_update(clocks, ["stage", "due"], batch_size=200)
    return len(clocks), Reminder.objects.count() - before


def reminder_of(clock: CaseClock, now: datetime) -> Reminder:
    same = ("case_id", "officer_id", "team_id", "cycle", "stage", "due")
    return Reminder(**{name: getattr(clock, name) for name in same}, swept=now)


def queue_digests(*, now: datetime) -> int:
    """One message to each officer who has somebody to contact today, from half past seven in London; once a day.

    A scheduler that was away in the morning catches up until the evening; nobody is written to at night."""
    local = now.astimezone(due.LONDON)
    if not DIGEST_FROM <= local.time() < DIGEST_UNTIL or DigestRun.objects.filter(day=local.date()).exists():
        return 0
    return digests_of(now=now)


@transaction.atomic
def digests_of(*, now: datetime) -> int:
    day = due.london_day(now)
    run, first = DigestRun.objects.get_or_create(day=day, defaults={"queued": 0, "ran": now})
    if not first:
        return 0
    officers = officers_with_work(now)
    for officer_id in officers:
        queue(
            DIGEST,
            recipient_ref=f"officer:{officer_id}",
            dedupe_key=f"digest:{officer_id}:{day}",
            context_ref=f"day:{day}",
        )
    DigestRun.objects.filter(pk=run.pk).update(queued=len(officers))
    return len(officers)


def officers_with_work(now: datetime) -> list[int]:
    """Serving officers with somebody to contact today, or with a task that waits."""
    day = due.london_day(now)
    calls = CaseClock.objects.to_contact(day).values_list("officer_id", flat=True).distinct()
    tasks = OfficerTask.objects.waiting().values_list("case__officer_id", flat=True).distinct()
    wanted = set(calls) | set(tasks)
    return sorted(Officer.objects.serving().filter(pk__in=wanted).values_list("pk", flat=True))
