"""What a person tells in these journeys stands readable nowhere: not in the database, the logs or the broker."""

import logging

import pytest
from django.apps import apps
from django.db import connection

from derbyvoice.logs import JsonLines
from derbyvoice.notifications.sending import send_batches
from services.cases.models import Case
from services.referrals.models import Referral
from services.support.messages import prepare
from services.support.models import SupportLink
from tests.factories.shared_ground import Message
from tests.services.cases.test_cases_pages import log
from tests.services.support.test_support_link import address_in, answer

CANARIES = ("Canary", "canary@", "1632 960777", "1632960777", "26000123456", "heron at dawn", "after the kingfisher")


def everything_in_the_database():
    """Each row of each table of ours, as bytes and as text, as a thief with a dump reads it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield (
                    table,
                    b"\0".join(
                        v if isinstance(v, bytes) else bytes(v) if isinstance(v, memoryview) else str(v).encode()
                        for v in row
                    ),
                )


@pytest.fixture
def told(world, client, caplog, settings):
    """The journeys once through: pushed, sent, opened, chosen, logged. Gives what was logged meanwhile."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    caplog.set_level(logging.DEBUG)
    assert world.post(client).status_code == 201
    world.post(client, key="key-00000002", body=world.body(version=2, victim={"name": "Canary" * 40}))
    page = address_in(prepare(Message.objects.get()))
    send_batches()
    client.post(page)
    client.post("/r/", answer(world.far, name="Robin Canary", safe_contact="01632 960777", words="heron at dawn"))
    client.force_login(world.officer.user)
    case = Case.objects.get()
    client.post(f"/desk/cases/{case.public_id}/", log(case, note="after the kingfisher"))
    client.post(f"/desk/cases/{case.public_id}/person/", {"why": "To contact them"})
    client.post("/desk/cases/find/", {"reference": "26000123456"})
    assert Referral.objects.count() == 2
    return [JsonLines().format(record) for record in caplog.records]


@pytest.mark.parametrize("canary", CANARIES)
def test_no_table_holds_it(told, canary):
    found = {table for table, row in everything_in_the_database() if canary.encode() in row}
    assert found == set()


@pytest.mark.parametrize("canary", CANARIES)
def test_no_log_line_holds_it(told, canary):
    assert told
    assert [line for line in told if canary in line] == []


def test_the_token_of_the_link_is_not_logged_either(world, client, caplog):
    caplog.set_level(logging.DEBUG)
    world.post(client)
    page = address_in(prepare(Message.objects.get()))
    client.get(page)
    client.post(page)
    token = page.split("/")[2]
    assert all(token not in JsonLines().format(record) for record in caplog.records)
    assert all(token.encode() not in row for _, row in everything_in_the_database())
    assert SupportLink.objects.get().opened


def test_tasks_take_no_words():
    """The broker holds what a task is given: nothing here is given anything."""
    from services.cases import tasks

    assert tasks.sweep_what_is_due.run.__code__.co_argcount == 0
    assert apps.is_installed("services.cases")
