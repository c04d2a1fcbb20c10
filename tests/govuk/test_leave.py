"""The exit: ends the sign-in, forgets every cookie, changes one, and goes."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from tests.govuk.reading import read


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def test_it_goes_to_the_neutral_site_and_clears_the_device(client):
    response = client.post(reverse("leave"))
    assert (response.status_code, response["Location"]) == (303, settings.NEUTRAL_SITE)
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_it_changes_a_cookie_that_scripts_cannot_see(client):
    values = [client.post(reverse("leave")).cookies["v"] for _ in range(2)]
    assert values[0].value != values[1].value
    assert all(cookie["httponly"] for cookie in values)


def test_it_forgets_every_cookie_that_was_sent(client):
    client.cookies.load({"t": "a", "other": "b", settings.SESSION_COOKIE_NAME: ""})
    response = client.post(reverse("leave"))
    assert {name for name, cookie in response.cookies.items() if cookie["max-age"] == 0} >= {"t", "other"}


@pytest.mark.django_db
def test_it_ends_the_sign_in_on_the_server(client):
    session = client.session
    session["about"] = "somebody"
    session.save()
    client.post(reverse("leave"))
    assert not Session.objects.filter(session_key=session.session_key).exists()


@pytest.mark.django_db
def test_it_leaves_even_if_the_database_is_away(client, monkeypatch):
    session = client.session
    session["about"] = "somebody"
    session.save()

    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(type(session), "flush", away)
    response = client.post(reverse("leave"))
    assert response.status_code == 303
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_the_script_is_answered_without_a_redirect(client):
    response = client.post(reverse("leave"), {"quiet": "1"})
    assert (response.status_code, response.content) == (204, b"")
    assert "v" in response.cookies


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_leaves(client, method):
    response = getattr(client, method)(reverse("leave"))
    assert response.status_code == 405
    assert "Clear-Site-Data" not in response.headers


@pytest.mark.django_db
def test_the_exit_is_the_second_stop_and_needs_no_token(client):
    page = read(client.get(reverse("staying_private")).content.decode())
    stops = [e for e in page.elements if e.tag in ("a", "button") and "body" in e.within]
    assert stops[0].attrs["href"] == "#main-content"
    assert stops[1].text.strip() == "Exit this page"
    form = page.one("form")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", reverse("leave"))
    assert "csrf" not in client.get(reverse("staying_private")).content.decode()
