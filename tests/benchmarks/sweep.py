"""The minute's sweep over 1,000,000 cases, 40,000 of them due, against the bare statement, in one run on PostgreSQL.

    python -m tests.benchmarks.sweep [--cases 1000000] [--due 40000] [--rounds 5]

Makes a database of its own on the server of DATABASE_URL, else on a throwaway one, and drops it. Asked of us:
the sweep at most 2.5 times the bare `INSERT … SELECT`, and an idle sweep in at most 5 ms."""

import argparse
import statistics
import sys
import time
from datetime import UTC, datetime

from tests.benchmarks.throwaway import own_database

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
BARE = """
INSERT INTO cases_reminder (case_id, officer_id, team_id, cycle, stage, due, swept)
SELECT case_id, officer_id, team_id, cycle, stage, due, %(now)s FROM cases_caseclock WHERE due <= %(now)s
ON CONFLICT (case_id, cycle, stage) DO NOTHING
"""
FILL = """
INSERT INTO cases_case (public_id, reference, reference_hash, crime_group_id, officer_id, team_id, reported_on, state,
    force_version, edit)
SELECT gen_random_uuid(), '\\x00', lpad(n::text, 64, '0'), %(group)s, %(officer)s + n %% 500, %(team)s, '2026-05-01',
    'open', 1, 1 FROM generate_series(1, %(cases)s) AS n;
INSERT INTO cases_caseclock (case_id, officer_id, team_id, cycle, stage, due_on, due)
SELECT id, officer_id, team_id, 1, 0, day, (day + time '07:00') AT TIME ZONE 'Europe/London' FROM (
    SELECT id, officer_id, team_id,
        CASE WHEN row_number() OVER (ORDER BY md5(id::text)) <= %(due)s THEN date '2026-06-01'
        ELSE date '2026-06-02' + (id %% 60)::int END AS day FROM cases_case) AS spread;
"""
AGAIN = """
TRUNCATE cases_reminder;
UPDATE cases_caseclock SET stage = 0, due = (due_on + time '07:00') AT TIME ZONE 'Europe/London' WHERE stage > 0;
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--due", type=int, default=40_000)
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()
    with own_database("bench_sweep"):
        fill(asked.cases, asked.due)
        report(measure(asked.rounds, asked.due), asked)


def fill(cases: int, due: int) -> None:
    from django.db import connection

    from derbyvoice.office.models import CrimeGroup
    from derbyvoice.users.models import User
    from services.cases.models import Officer, Team

    group = CrimeGroup.objects.create(key="bench", name="Bench", plain_name="Bench")
    team = Team.objects.create(key="bench", name="Bench")
    people = [User(email=f"o{n}@bench.example", name=f"O{n}") for n in range(500)]
    users = User.objects.bulk_create(people)
    officers = Officer.objects.bulk_create([Officer(user=user, force_id=f"B{user.pk}", team=team) for user in users])
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        numbers = {"group": group.pk, "team": team.pk, "officer": officers[0].pk, "cases": cases, "due": due}
        cursor.execute(FILL, numbers)
        cursor.execute("VACUUM ANALYZE cases_caseclock")
        cursor.execute("VACUUM ANALYZE cases_case")


def measure(rounds: int, due: int) -> dict[str, list[float]]:
    """Milliseconds of each: the bare statement, the sweep, and the sweep with nothing to do, interleaved."""
    from services.cases.actions import sweep

    times: dict[str, list[float]] = {"bare": [], "sweep": [], "idle": []}
    for _ in range(rounds):
        times["bare"].append(clocked(bare, due))
        again()
        times["sweep"].append(clocked(lambda: sweep(now=NOW), due))
        times["idle"].extend(clocked(lambda: sweep(now=NOW), 0) for _ in range(20))
        again()
    return times


def bare() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE, {"now": NOW})
        return int(cursor.rowcount)


def again() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(AGAIN)
        cursor.execute("VACUUM ANALYZE cases_caseclock")


def clocked(act, expected: int) -> float:
    started = time.perf_counter()
    made = act()
    took = (time.perf_counter() - started) * 1000
    if made != expected:
        raise SystemExit(f"It made {made} reminders instead of {expected}.")
    return took


def report(times: dict[str, list[float]], asked: argparse.Namespace) -> None:
    middle = {name: statistics.median(values) for name, values in times.items()}
    ratio = statistics.median(s / b for s, b in zip(times["sweep"], times["bare"], strict=True))
    print(f"{asked.due:,} due of {asked.cases:,} cases, median of {asked.rounds} rounds")
    print(f"bare statement {middle['bare']:8.0f} ms")
    print(f"sweep          {middle['sweep']:8.0f} ms = {ratio:.2f} x bare (asked: 2.5)")
    print(f"idle sweep     {middle['idle']:8.2f} ms (asked: 5)")
    if ratio > 2.5 or middle["idle"] > 5:
        sys.exit("Slower than asked.")


if __name__ == "__main__":
    main()
