"""The page of results, and cross-tabs, of a survey of 20 questions with 100,000 responses and with ten times as many.

    nice -n 10 python -m tests.benchmarks.figures [--people 100000] [--times 10] [--rounds 15]

Makes a database of its own on the server of DATABASE_URL, else on a throwaway one, and drops it. Asked of us: the page
in at most 50 ms of server time, at ten times the people at most 1.2 times that; a cross-tab, the first time that it is
asked for, in at most 500 ms at 100,000. The clock on the wall is printed beside the processor's: on a busy machine the
first says little. `database` is the wall time spent in statements."""

import argparse
import statistics
import sys
import time
from itertools import pairwise

from tests.benchmarks.throwaway import own_database

SINGLES, SEVERALS, SCALES = 8, 3, 4
ASKED_PAGE, ASKED_GROWTH, ASKED_TABLE = 50, 1.2, 500
ONE = "CASE WHEN random() < .06 THEN -1 - floor(random() * 3)::int ELSE {} END"
WITHIN = "floor(random() * {})::int"
MATRIX = " + ".join(f"((1 + {WITHIN.format(5)}) << {3 * row})" for row in range(4))
RANKED = f"(ARRAY[17185, 4899, 12817, 8756, 16931])[1 + {WITHIN.format(5)}]"
ANSWERS = [
    *[f"1 + {WITHIN.format(5)}"] * SINGLES,
    *[f"1 + {WITHIN.format(63)}"] * SEVERALS,
    *[WITHIN.format(11)] * SCALES,
    MATRIX,
    RANKED,
    WITHIN.format(90),
    f"{2024 * 12} + {WITHIN.format(24)}",
    "1",
]
PEOPLE = """
INSERT INTO responses_response (reference, version_id, state, submitted_on, channel, teller, language, concerns,
    received_on, answers, may_count, may_read, may_quote, may_publish, may_share, may_contact, may_join)
SELECT gen_random_uuid(), %(version)s, 'received', date '2024-01-01' + floor(random() * 1000)::int,
    (ARRAY['web', 'web', 'web', 'web', 'paper', 'telephone', 'kiosk'])[1 + floor(random() * 7)::int],
    (ARRAY['self', 'self', 'self', 'with_someone', 'for_someone'])[1 + floor(random() * 5)::int],
    'en', '', date '2026-11-01', ARRAY[{answers}], true, true, false, false, false, false, false
FROM generate_series(1, %(people)s) AS n
"""
WAITING = """
INSERT INTO responses_uncounted (version_id, month, channel, answers, sign, shown)
SELECT version_id, date_trunc('month', submitted_on), channel, answers, 1, false FROM responses_response
ORDER BY submitted_on
"""
"""In the order in which they came, as people do."""
AGAIN = """
INSERT INTO responses_response (reference, version_id, state, submitted_on, channel, teller, language, concerns,
    received_on, answers, may_count, may_read, may_quote, may_publish, may_share, may_contact, may_join, stand)
SELECT gen_random_uuid(), version_id, state, submitted_on, channel, teller, language, concerns, received_on, answers,
    may_count, may_read, may_quote, may_publish, may_share, may_contact, may_join, stand
FROM responses_response, generate_series(2, %(times)s) AS n
"""
MORE = (
    "UPDATE insight_tally SET number = number * %(times)s, settled = settled * %(times)s",
    "UPDATE insight_stand SET people = people * %(times)s",
    "DELETE FROM insight_release",
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--times", type=int, default=10)
    options.add_argument("--rounds", type=int, default=15)
    asked = options.parse_args()
    with own_database("bench_figures"):
        client = fill(asked.people)
        first = measure(client, asked.people, asked.rounds)
        multiply(asked.times)
        second = measure(client, asked.people * asked.times, asked.rounds)
    judge(first, second)


def definition() -> dict[str, object]:
    def options(size: int) -> list[dict[str, str]]:
        return [{"id": f"o{number}", "text": f"Answer {number}"} for number in range(size)]

    kinds = [("single", {"options": options(5)})] * SINGLES + [("several", {"options": options(6)})] * SEVERALS
    kinds += [("scale", {"low": 0, "high": 10})] * SCALES
    kinds += [("matrix", {"options": options(4)}), ("ranking", {"options": options(4)}), ("number", {}), ("month", {})]
    kinds += [("text", {})]
    questions = [
        {"id": f"q{number}", "kind": kind, "text": f"Question number {number}?", **more}
        for number, (kind, more) in enumerate(kinds, start=1)
    ]
    told = {"title": "How was it?", "readers": "Us", "purpose": "To learn", "minutes": 5, "consents": ["count"]}
    return {**told, "questions": questions}


def fill(people: int):
    """The people, counted in the product's own way; gives the browser of a researcher."""
    from django.db import transaction

    from derbyvoice.audit.actors import CLOCK
    from derbyvoice.lib.suppression import Protection
    from derbyvoice.users import roles
    from derbyvoice.users.demo import make_people, person
    from surveys.insight.actions import count_answers
    from surveys.questionnaires.actions import prepare_survey, publish

    with transaction.atomic():
        make_people()
        by = person(roles.RESEARCHER)
        made = prepare_survey(slug="benchmark", protection=Protection.STANDARD, by=by)
        version = publish(survey=made, definition=definition(), by=by)
    run(PEOPLE.format(answers=", ".join(ONE.format(f"({one})") for one in ANSWERS)), version=version.pk, people=people)
    run(WAITING)
    started = time.process_time()
    count_answers(by=CLOCK)
    took = (time.process_time() - started) * 1000
    print(f"{people:,} people counted; folding a thousand takes {took * 1000 / people:.0f} ms processor")
    tidy()
    return signed_in(by)


def multiply(times: int) -> None:
    """Everybody once more, and again, with what was counted of them."""
    run(AGAIN, times=times)
    for statement in MORE:
        run(statement, times=times)
    tidy()


def run(statement: str, **facts: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statement, facts or None)
        cursor.execute("RESET statement_timeout")


def tidy() -> None:
    for table in ("responses_response", "responses_uncounted", "insight_tally"):
        run(f"VACUUM ANALYZE {table}")


def signed_in(user):
    from django.test import Client

    from derbyvoice.office import clock
    from derbyvoice.users.models import SignIn
    from derbyvoice.users.sign_in import hashed

    client, now = Client(SERVER_NAME="localhost"), clock.now()
    client.force_login(user)
    facts = {"device": "Benchmark", "second_factor": "totp", "started_at": now, "last_seen_at": now}
    SignIn.objects.create(user=user, key_hash=hashed(client.session.session_key), **facts)
    return client


def measure(client, people: int, rounds: int) -> dict[str, float]:
    """Milliseconds on the wall: the page, and cross-tabs as they are asked for the first time."""
    from surveys.insight.views.standing import kept

    kept.cache_clear()
    print(f"\n{people:,} people                    wall   processor    database   statements")
    page = "/desk/insight/results/benchmark/"
    line("page, first of a stand", [asked(client, page)])
    pages = line("page", [asked(client, page) for _ in range(rounds)])
    closed = ["q-q1", "q-q5", "q-q9", "q-q12", "q-q16.1", "q-q17", "q-q18", "month"]
    compare = "/desk/insight/results/benchmark/compare/"
    tabs = [f"{compare}?rows={rows}&columns={columns}" for rows, columns in pairwise(closed)]
    first = line("cross-tab, first time", [asked(client, tab) for tab in tabs])
    line("cross-tab, again", [asked(client, tab) for tab in tabs])
    return {"page": pages[0], "processor": pages[1], "table": first[0]}


def asked(client, path: str) -> tuple[float, float, float, int]:
    from django.db import connection

    spent: list[float] = []

    def timed(execute, *rest):
        began = time.perf_counter()
        try:
            return execute(*rest)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(timed):
        processor, wall = time.process_time(), time.perf_counter()
        answer = client.get(path)
        took = time.perf_counter() - wall, time.process_time() - processor
    assert answer.status_code == 200, (path, answer.status_code)
    return took[0] * 1000, took[1] * 1000, sum(spent) * 1000, len(spent)


def line(name: str, costs: list[tuple[float, float, float, int]]) -> list[float]:
    """The medians; for several, the longest too."""
    middle = [statistics.median(column) for column in zip(*costs, strict=True)]
    longest = f"   longest {max(cost[0] for cost in costs):.0f}" if len(costs) > 1 else ""
    print(f"{name:<24}{middle[0]:10.1f} ms{middle[1]:9.1f} ms{middle[2]:9.1f} ms{middle[3]:10.0f}{longest}")
    return middle


def judge(first: dict[str, float], second: dict[str, float]) -> None:
    growth, processor = (second[name] / first[name] for name in ("page", "processor"))
    print(f"\npage {first['page']:.1f} ms (asked: {ASKED_PAGE})")
    print(f"at ten times the people {growth:.2f} of it (asked: {ASKED_GROWTH}), processor {processor:.2f}")
    print(f"cross-tab {first['table']:.0f} ms (asked: {ASKED_TABLE})")
    if first["page"] > ASKED_PAGE or growth > ASKED_GROWTH or first["table"] > ASKED_TABLE:
        sys.exit("Slower than asked.")


if __name__ == "__main__":
    main()
