"""A researcher's copy of closed answers as CSV: 100,000 people, 20 questions, against COPY of the same cells plain.

    DATABASE_URL=postgres://... nice -n 10 python -m tests.benchmarks.copies [people]

Ours is the whole of it: who is in it, what is rare, words for every code, safe from formulas, sealed, kept, and looked
through once more for people who left. It is spent in two processes, so the clock on the wall is judged, in turns.
Asked: at most 3 times COPY, and at most 300 MB in our process."""

import resource
import sys
from functools import partial

from tests.benchmarks.common import Way, compare
from tests.benchmarks.stage import survey

ASKED, MOST_MEGABYTES = 3, 300
OPTIONS = [{"id": f"o{number}", "text": f"Option number {number}"} for number in range(6)]
KINDS = [
    *[("single", {"options": OPTIONS})] * 12,
    *[("scale", {"low": 0, "high": 10})] * 4,
    *[("several", {"options": OPTIONS})] * 2,
    *[("number", {})] * 2,
]
ANSWERS = {
    "single": "CASE WHEN random() < .06 THEN -1 ELSE 1 + floor(random() * 6)::int END",
    "scale": "floor(random() * 11)::int",
    "several": "1 + floor(random() * 63)::int",
    "number": "floor(random() * 90)::int",
}
PEOPLE = """
INSERT INTO responses_response (reference, version_id, state, submitted_on, channel, teller, language, concerns,
    received_on, answers, may_count, may_read, may_quote, may_publish, may_share, may_contact, may_join)
SELECT gen_random_uuid(), %(version)s, 'received', date '2025-01-01' + floor(random() * 600)::int,
    (ARRAY['web', 'web', 'web', 'paper', 'telephone'])[1 + floor(random() * 5)::int],
    (ARRAY['self', 'self', 'with_someone'])[1 + floor(random() * 3)::int], 'en', '',
    date '2026-11-01', ARRAY[{answers}], true, true, false, false, false, false, false
FROM generate_series(1, %(people)s)
"""


def definition():
    questions = [
        {"id": f"q{number}", "kind": kind, "text": f"Question number {number}?", **more}
        for number, (kind, more) in enumerate(KINDS, start=1)
    ]
    told = {"title": "How was it?", "readers": "Us", "purpose": "To learn", "minutes": 5}
    return {**told, "questions": questions, "consents": ["count", "read"]}


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with survey(definition=definition()) as made:
        made.refresh_from_db()
        fill(made.current_id, people)
        extract = asked_for(made)
        ways = compare(
            Way("COPY", partial(bare_copy, made.current_id)),
            Way("our copy", partial(our_copy, extract)),
            rounds=5,
            calls=1,
        )
        judge(ways, extract, people)


def fill(version, people):
    from django.db import connection

    with connection.cursor() as cursor:
        answers = ", ".join(ANSWERS[kind] for kind, _ in KINDS)
        cursor.execute(PEOPLE.format(answers=answers), {"version": version, "people": people})
        cursor.execute("ANALYZE responses_response")


def asked_for(made):
    from derbyvoice.users.models import User
    from surveys.insight.actions import approve_extract, ask_for_extract

    by, second = (User.objects.create_user(email=f"{n}@staff.example", name=n) for n in ("one", "two"))
    extract = ask_for_extract(version=made.current, kind="csv", reason="To measure.", by=by)
    return approve_extract(extract=extract, by=second)


class Nothing:
    def write(self, line):
        pass


def bare_copy(version):
    from django.db import connection

    from surveys.insight.extracts.columns import columns_of
    from surveys.questionnaires.models import definition_of

    cells = ", ".join(column.in_sql for column in columns_of(definition_of(version), 2026, (0, 0)))
    where = f"version_id = {int(version)} AND state = 'received' AND may_count AND may_read"
    sql = f"SELECT {cells} FROM responses_response b WHERE {where}"
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({sql}) TO STDOUT (FORMAT csv)", Nothing())


def our_copy(extract):
    from derbyvoice.audit.actors import CLOCK
    from surveys.insight.actions.extracting import make
    from surveys.insight.models import Extract

    extract.parts.all().delete()
    Extract.objects.filter(pk=extract.pk).update(state="approved", until=None)
    extract.refresh_from_db()
    assert make(extract, by=CLOCK)


def judge(ways, extract, people) -> None:
    bare, ours = ways
    extract.refresh_from_db()
    assert extract.rows + extract.left_out == people
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for way in ways:
        print(f"{way.name:<12}{way.wall:9.0f} ms wall {way.processor:9.0f} ms of our processor")
    ratio = ours.wall / bare.wall
    print(f"{people:,} people: {ratio:.2f} times COPY (asked: at most {ASKED}), {megabytes:.0f} MB ({MOST_MEGABYTES})")
    if ratio > ASKED or megabytes > MOST_MEGABYTES:
        sys.exit(1)


if __name__ == "__main__":
    main()
