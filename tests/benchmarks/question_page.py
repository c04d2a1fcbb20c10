"""One question with 22 options, the whole house around it, against the plainest page that asks the same.

    DATABASE_URL=postgres://... python -m tests.benchmarks.question_page

Asked: at most 2.5 times the bare page's processor time. The first is somebody's first page; the second is the page of
somebody who has answered before: one query, and their draft opened."""

from tests.benchmarks.stage import Visitor, survey


def main() -> None:
    with survey():
        from tests.benchmarks.bare import bare_page
        from tests.benchmarks.common import Way, compare, show

        visitor = Visitor()
        page = visitor.get("/s/benchmark/1/")
        assert page.status_code == 200, page.status_code
        assert page.content.count(b'type="radio"') == 22
        show(compare(Way("bare form", bare_page), Way("first page", lambda: visitor.get("/s/benchmark/1/"))), asked=2.5)
        assert visitor.post("/s/benchmark/1/", answer="o3").status_code == 302
        show(
            compare(Way("bare form", bare_page), Way("with a draft", lambda: visitor.get("/s/benchmark/1/"))), asked=2.5
        )


if __name__ == "__main__":
    main()
