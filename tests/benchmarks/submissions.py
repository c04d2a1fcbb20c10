"""Whole submissions a second, all protections on, against the plainest flow: GET, POST of one row, redirect.

    DATABASE_URL=postgres://... python -m tests.benchmarks.submissions

Ours is a survey of one question from its first page to “sent”: question, consents, check, send; draft sealed twice,
one response, its ledger row, its receipt, its audit row. Asked: at least 0.35 of the bare flow's submissions a second,
that is at most 2.86 times its processor time. The bare flow has one page and ours three, since consents and check have
pages of their own; so the ratio is printed for the whole (which misses what is asked) and for each page.

With return words Argon2id adds its tenth of a second: that is its purpose, and it is shown apart."""

import time

from tests.benchmarks.stage import Visitor, survey

ASKED = 0.35


def bare_flow(version):
    """A form view that writes one row, and nothing around it but the check of the token."""
    from datetime import date

    from django.db import transaction
    from django.http import HttpResponseRedirect
    from django.middleware.csrf import CsrfViewMiddleware
    from django.test import RequestFactory

    from surveys.responses.models import Uncounted
    from tests.benchmarks.bare import Bare, view

    def post(request):
        form = Bare(request.POST)
        assert form.is_valid()
        with transaction.atomic():
            Uncounted.objects.create(
                version=version, month=date(2026, 1, 1), answers=[int(form.cleaned_data["answer"])]
            )
        return HttpResponseRedirect("/")

    def once():
        factory = RequestFactory()
        page = CsrfViewMiddleware(view)(factory.get("/"))
        factory.cookies.update(page.cookies)
        token = {"csrfmiddlewaretoken": page.cookies["t"].value}
        assert CsrfViewMiddleware(post)(factory.post("/", {**token, "answer": "3"})).status_code == 302

    return once


def our_flow():
    visitor = Visitor()

    def once():
        from django.core.cache import cache

        cache.clear()  # one address sends everything here; the limits would rightly stop it
        visitor.forget()
        visitor.get("/s/benchmark/1/")
        visitor.post("/s/benchmark/1/", answer="o3")
        visitor.get("/s/benchmark/agree/")
        visitor.post("/s/benchmark/agree/", consents=["count", "read"])
        visitor.get("/s/benchmark/check/")
        sent = visitor.post("/s/benchmark/check/")
        assert sent["Location"] == "/s/benchmark/done/", sent["Location"]

    return visitor, once


def main() -> None:
    with survey() as made:
        from tests.benchmarks.common import Way, compare, show

        made.refresh_from_db()
        visitor, ours = our_flow()
        ways = compare(Way("bare flow", bare_flow(made.current)), Way("whole submission", ours), rounds=15, calls=10)
        started = time.process_time()
        visitor.post("/s/benchmark/done/")
        print(f"return words, when asked for: {(time.process_time() - started) * 1000:.0f} ms processor")
        print(f"flows a second of one core: bare {1000 / ways[0].processor:.0f}, ours {1000 / ways[1].processor:.0f}")
        ratio = ways[0].processor / ways[1].processor
        print(f"flows ÷ bare: {ratio:.2f} (asked: at least {ASKED}); for each of our three pages {3 * ratio:.2f}")
        show(ways, asked=1 / ASKED)


if __name__ == "__main__":
    main()
