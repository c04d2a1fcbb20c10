"""When something goes wrong: plain words, the exit, and what was typed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory

from derbyvoice.govuk import views
from derbyvoice.govuk.middleware import DatabaseAwayMiddleware, SignInRequiredMiddleware
from derbyvoice.govuk.typed import came_from_here
from tests.govuk.reading import read

STORY = "It was dark.\n\n<script>alert('no')</script> & I was \"alone\"."
POSTED = {"story": STORY, "choice": "2", "password": "hunter twelve words", "csrfmiddlewaretoken": "old token here"}


@pytest.fixture
def post():
    return RequestFactory().post("/some/where/?step=2", POSTED)


def closed(request):
    return HttpResponse("for staff")


def page_of(response):
    return read(response.content.decode())


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.not_found, 404),
        (views.not_allowed, 405),
        (views.too_many, 429),
        (views.server_error, 500),
        (views.database_away, 503),
    ],
)
def test_every_problem_has_a_page_with_the_exit_and_asks_no_database(rf, view, status):
    response = view(rf.get("/"))
    page = page_of(response)
    assert response.status_code == status
    assert page.one("button").text.strip() == "Exit this page"
    assert page.one("h1").text.strip() == page.one("title").text.strip()
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("wait", "words"), [(60, "Wait one minute"), (600, "Wait 10 minutes"), (3600, "Wait 60 minutes")]
)
def test_who_must_wait_is_told_how_long(rf, wait, words):
    response = views.too_many(rf.get("/"), wait=wait)
    assert words in response.content.decode()
    assert response["Retry-After"] == str(wait)


@pytest.mark.parametrize("view", [views.csrf_failed, views.database_away, views.too_many, views.sign_in_ended])
def test_the_typed_text_comes_back_ready_to_be_sent_again(post, view):
    page = page_of(view(post))
    again = page.all("form")[1]
    assert (again.attrs["method"], again.attrs["action"]) == ("post", "/some/where/?step=2")
    assert page.one("textarea", name="story").text.removeprefix("\n") == STORY
    assert page.one("input", name="choice").attrs["value"] == "2"
    assert page.one("input", name="csrfmiddlewaretoken").attrs["value"] not in ("", "old token here")
    assert not page.all("script", src=None)
    assert b"hunter" not in view(post).content


def test_names_that_keep_a_secret_are_left_out_and_others_are_not(rf):
    secrets = ["return_words", "password1", "otp", "code", "api_key"]
    kept = ["own_words", "words", "postcode", "keyworker"]
    request = rf.post("/", {name: f"value of {name}" for name in secrets + kept})
    page = page_of(views.csrf_failed(request))
    assert [e.attrs["name"] for e in page.all("textarea")] == kept


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://elsewhere.example/form"},
        {"HTTP_REFERER": "http://[x/"},
    ],
)
def test_a_form_from_another_site_is_not_given_a_token(rf, headers):
    request = rf.post("/", POSTED, **headers)
    assert not came_from_here(request)
    assert len(page_of(views.csrf_failed(request)).all("form")) == 1


@pytest.mark.parametrize("headers", [{}, {"HTTP_SEC_FETCH_SITE": "same-origin"}, {"HTTP_ORIGIN": "http://testserver"}])
def test_a_form_of_our_own_is(rf, headers):
    assert came_from_here(rf.post("/", POSTED, **headers))


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_answers_503_with_the_text(post, error):
    middleware = DatabaseAwayMiddleware(lambda request: HttpResponse("fine"))
    response = middleware.process_exception(post, error("away"))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert page_of(response).one("textarea", name="story")
    assert middleware.process_exception(post, ValueError("other")) is None


def test_a_bare_refusal_gets_a_page_and_keeps_its_headers(rf):
    middleware = DatabaseAwayMiddleware(lambda request: HttpResponseNotAllowed(["GET"]))
    response = middleware(rf.get("/"))
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert page_of(response).one("h1").text == "That did not work"


def test_a_program_is_answered_in_its_own_language(rf):
    response = views.not_found(rf.get("/", HTTP_ACCEPT="application/json"))
    assert response["Content-Type"] == "application/json"
    assert views.not_found(rf.get("/api/v1/x/"))["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_with_the_exit():
    response = Client().get("/no-such-page/")
    assert response.status_code == 404
    assert "Exit this page" in response.content.decode()


def test_writing_while_signed_out_keeps_the_text(post, rf):
    middleware = SignInRequiredMiddleware(lambda request: HttpResponse("fine"))
    reading = rf.get("/desk/")
    post.user = reading.user = AnonymousUser()
    assert middleware.process_view(reading, closed, (), {}).status_code == 302
    response = middleware.process_view(post, closed, (), {})
    assert response.status_code == 403
    assert page_of(response).one("textarea", name="story").text.removeprefix("\n") == STORY
