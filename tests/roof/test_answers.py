"""What is true of every answer in production, whatever kind it is."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

HOME = settings.BASE_DIR
PRODUCTION = dict(
    line.split("=", 1) for line in (HOME / ".ci/production.env").read_text().splitlines() if not line.startswith("#")
)
KINDS = {
    "https GET /": 200,
    "https HEAD /": 200,
    "https GET /healthz": 200,
    "https GET /nothing-here/": 404,
    "https GET /?q=a%00": 200,
    "https GET /scrutiny/questions/?q=a%0%000": 200,
    "https GET /s/a%00/": 404,
    "https GET /broken/": 500,
    "https GET /admin/": 302,
    "https GET /static/nothing.css": 404,
    "https GET /api/v1/nothing/": 404,
    "https POST /": 405,
    "https DELETE /": 405,
    "https TRACE /": 405,
    "https TRACK /": 405,
    "https PROPFIND /": 405,
    "https POST /sign-in/": 403,
    "https POST /leave/": 303,
    "http GET /": 301,
    "http GET /api/v1/nothing/": 404,
}
SAFE = [name for name in KINDS if name.startswith("https")]


@pytest.fixture(scope="module")
def answers(tmp_path_factory, with_tables):
    if not (HOME / "static/build/public.css").exists():
        pytest.skip("the front end is not built: manage.py test builds it")
    data = tmp_path_factory.mktemp("production")
    with_tables(data / "rows.sqlite3")
    told = {**PRODUCTION, "PATH": os.defpath, "DATA_DIR": str(data), "STATIC_ROOT": str(data / "static")}
    told |= {
        "DATABASE_URL": f"sqlite:///{data}/rows.sqlite3",
        "REDIS_URL": "",
        "PYTHONPATH": str(HOME),
        "DJANGO_SETTINGS_MODULE": "derbyvoice.settings",
    }
    ended = subprocess.run([sys.executable, "tests/roof/answers.py"], cwd=HOME, env=told, input="\n".join(KINDS),
                           capture_output=True, text=True, timeout=600)  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.parametrize(("name", "status"), KINDS.items())
def test_each_kind_is_answered_as_it_should(answers, name, status):
    assert answers[name]["status"] == status, answers[name]["body"][:500]


@pytest.mark.parametrize("name", SAFE)
def test_every_answer_carries_the_headers_that_keep_people_safe(answers, name):
    headers = answers[name]["headers"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert headers["strict-transport-security"] == "max-age=63072000; includeSubDomains; preload"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    leaving = name.endswith("/leave/")
    assert headers["referrer-policy"] == ("no-referrer" if leaving else "same-origin")
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-request-id"]


@pytest.mark.parametrize("name", [name for name in SAFE if "/static/" not in name])
def test_an_answer_is_kept_only_where_the_view_says_so_and_nobody_is_known(answers, name):
    kept = answers[name]["headers"]["cache-control"]
    if "public" in kept:
        assert (answers[name]["status"], answers[name]["cookies"]) == (200, {})
    else:
        assert "no-store" in kept


@pytest.mark.parametrize("name", KINDS)
def test_no_answer_tells_what_runs_here(answers, name):
    headers = answers[name]["headers"]
    assert not {"server", "x-powered-by"} & set(headers)
    for word in ("Traceback", "Django", "RuntimeError", "01632 960123"):
        assert word not in answers[name]["body"]


@pytest.mark.parametrize("name", KINDS)
def test_cookies_are_bound_to_this_host_and_hidden_from_scripts(answers, name):
    for cookie, attributes in answers[name]["cookies"].items():
        assert cookie.startswith("__Host-")
        assert attributes["secure"] is True
        assert attributes["httponly"] is True or attributes["max-age"] == 0, "a cookie that is forgotten holds nothing"
        assert attributes["samesite"] in ("Lax", "Strict")
        assert (attributes["path"], attributes["domain"]) == ("/", "")


def test_people_are_led_to_https_and_programs_are_not(answers):
    assert answers["http GET /"]["headers"]["location"].startswith("https://")
    assert "location" not in answers["http GET /api/v1/nothing/"]["headers"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/sign-in/", "/admin/login/", "/back/"])
def test_search_engines_leave_out_what_no_browser_may_keep(client, page):
    answer = client.get(page, follow=True)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
