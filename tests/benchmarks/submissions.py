"""Whole submissions a second, all protections on, against two plain ones: the same on one page, and on as many pages.

    DATABASE_URL=postgres://... python -m tests.benchmarks.submissions

Ours is a survey of one question from its first page to “sent”: three pages (question, consents, check), each read and
posted; draft sealed twice, one response, its ledger row, its receipt, its audit row. Asked: at least 0.35 of the flows
a second of the plainest page there is: one GET, one POST of one row, a redirect. Most of the difference is that we have
three pages. The second plain flow has three as well, each of which writes a row, and nothing around them.

With return words Argon2id adds its tenth of a second: that is its purpose, and it is shown apart."""

import time

from tests.benchmarks.stage import Visitor, form_of, survey

ASKED = 0.35


def bare_flow(version, pages=1):
    """A form view that writes one row for each page, and nothing around it but the check of the token."""
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
        for _ in range(pages):
            page = CsrfViewMiddleware(view)(factory.get("/"))
            factory.cookies.update(page.cookies)
            sent = form_of({"csrfmiddlewaretoken": page.cookies["t"].value, "answer": "3"})
            assert CsrfViewMiddleware(post)(factory.post("/", **sent)).status_code == 302

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
        one, three = bare_flow(made.current), bare_flow(made.current, pages=3)
        beside = compare(Way("bare, three pages", three), Way("whole submission", ours), rounds=10, calls=10)
        ways = compare(Way("bare, one page", one), Way("whole submission", ours), rounds=15, calls=10)
        started = time.process_time()
        visitor.post("/s/benchmark/done/")
        print(f"return words, when asked for: {(time.process_time() - started) * 1000:.0f} ms processor")
        print(f"flows a second of one core: bare {1000 / ways[0].processor:.0f}, ours {1000 / ways[1].processor:.0f}")
        print(f"flows ÷ bare of three pages: {beside[0].processor / beside[1].processor:.2f}")
        print(f"flows ÷ bare of one page: {ways[0].processor / ways[1].processor:.2f} (asked: at least {ASKED})")
        show(ways, asked=1 / ASKED)


if __name__ == "__main__":
    main()
