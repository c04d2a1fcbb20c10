"""Search over many published questions on PostgreSQL.

`MODE=test DATABASE_URL=postgres://… python tests/benchmarks/search.py`

Writes into the database that it is given, so give it an empty one. Prints a line for each kind of word: rare, in
every second row, in every row, and nowhere."""

import os
import statistics
import sys
import time
from pathlib import Path

ROWS = int(os.environ.get("ROWS", "300000"))
TRIES = 15
FILL = """
INSERT INTO questions_question
    (reference, public_words, summary, state, asked_at, moved_at, published_at, published_by_id, search_words,
     demonstration)
SELECT lpad(i::text, 8, '0'), 'q', false, 'published', now(), now(), now() - (i || ' seconds')::interval, %s,
    'question about calls and patrols number ' || i || CASE WHEN i %% 2 = 0 THEN ' burglary' ELSE '' END
    || CASE WHEN i %% 10000 = 7 THEN ' zebra' ELSE '' END || ' ' || md5(i::text), false
FROM generate_series(1, %s) i
"""


def fill() -> None:
    from django.db import connection

    from derbyvoice.users.models import User

    user = User.objects.create_user(email="search@example.org", name="Search")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(FILL, [user.pk, ROWS])
        cursor.execute("ANALYZE questions_question")


def once(words: str) -> tuple[float, int]:
    """(milliseconds, results counted) for the first page."""
    from scrutiny.questions import reports
    from scrutiny.questions.searching import CappedPaginator, found

    started = time.perf_counter()
    page = CappedPaginator(found(reports.published(), words=words, area=""), 10).get_page(1)
    reports.exchanges(page.object_list)
    return (time.perf_counter() - started) * 1000, page.paginator.count


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derbyvoice.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill()
    print(f"{ROWS:,} published questions")
    for words in ("zebra", "burglary", "calls", "nowhere", "zebra burglary"):
        took = sorted(once(words)[0] for _ in range(TRIES))
        print(
            f"{words:16} {once(words)[1]:4} results, median {statistics.median(took):6.1f} ms, worst {took[-1]:6.1f} ms"
        )


if __name__ == "__main__":
    main()
