"""Whether a process is ready: only the database is needed to take what people send."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.urls import reverse

from derbyvoice.notifications import heartbeat
from derbyvoice.office import clock


def ask(client):
    answer = client.get(reverse("readyz"))
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_ready_when_all_answer(client):
    heartbeat.beat(heartbeat.SWEEP, at=clock.now())
    assert ask(client) == (200, {"status": "ready", "database": "ok", "cache": "ok", "sweep": "ok"})


@pytest.mark.django_db
def test_a_fresh_copy_is_ready_before_its_first_sweep(client):
    assert ask(client) == (200, {"status": "ready", "database": "ok", "cache": "ok", "sweep": "not yet"})


@pytest.mark.django_db
def test_a_late_sweep_is_degraded_and_still_serves(client):
    heartbeat.beat(heartbeat.SWEEP, at=clock.now() - timedelta(minutes=40))
    status, found = ask(client)
    assert (status, found["status"], found["sweep"]) == (200, "degraded", "last ran 40 minutes ago")


@pytest.mark.django_db
def test_a_lost_cache_is_degraded_and_still_serves(client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda *args, **kwargs: None)
    status, found = ask(client)
    assert (status, found["status"], found["cache"]) == (200, "degraded", "away")


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready_and_alive(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", away)
    assert ask(client) == (503, {"status": "not ready", "database": "away"})
    assert client.get(reverse("healthz")).json() == {"status": "ok"}
