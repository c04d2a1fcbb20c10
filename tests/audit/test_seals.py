"""The record of what was done: it only grows, and finished days are sealed in a chain."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from derbyvoice.audit.append_only import unguard_statements
from derbyvoice.audit.models import DaySeal, Event, Reading
from derbyvoice.audit.seals import NOTHING_BEFORE, Broken, seal_finished_days, verify
from derbyvoice.audit.tasks import seal_finished_days as by_the_clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from tests.factories import make

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MODELS = {"event": Event, "reading": Reading, "dayseal": DaySeal}


def days(count):
    return MONDAY + timedelta(days=count)


@pytest.fixture
def three_sealed_days():
    """Monday with two events and a reading, Tuesday with nothing, Wednesday with one event."""
    make(Event, at=NOON, facts={"b": 1, "a": [1, 2]})
    make(Event, at=NOON + timedelta(minutes=1), verb="ended")
    make(Reading, at=NOON)
    make(Event, at=NOON + timedelta(days=2))
    return seal_finished_days(today=days(3))


def without_guard(table, statement, params=()):
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        for lift in unguard_statements(connection.vendor, table):
            cursor.execute(lift)
        cursor.execute(statement, params)


@pytest.mark.parametrize("model", [Event, Reading, DaySeal])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete(model, verb):
    make(model)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(model._meta.db_table))
    assert model.objects.count() == 1


def test_every_finished_day_is_sealed_also_one_without_rows(three_sealed_days):
    assert [(seal.day, seal.events, seal.readings) for seal in three_sealed_days] == [
        (MONDAY, 2, 1),
        (days(1), 0, 0),
        (days(2), 1, 0),
    ]


def test_each_seal_holds_the_one_before(three_sealed_days):
    first, second, third = three_sealed_days
    assert (first.previous, second.previous, third.previous) == (NOTHING_BEFORE, first.digest, second.digest)


def test_today_is_not_sealed_and_sealing_twice_changes_nothing(three_sealed_days):
    make(Event, at=NOON + timedelta(days=3))
    assert seal_finished_days(today=days(3)) == []
    assert [seal.day for seal in seal_finished_days(today=days(4))] == [days(3)]


def test_nothing_happened_nothing_sealed():
    assert seal_finished_days(today=MONDAY) == []


def test_a_stopped_clock_catches_up(three_sealed_days):
    with time_machine.travel(NOON + timedelta(days=10)):
        assert by_the_clock() == 7
    assert verify(MONDAY, days(9)) == []


def test_an_untouched_record_is_whole(three_sealed_days):
    assert verify(MONDAY, days(2)) == []


def test_a_changed_row_breaks_its_day(three_sealed_days):
    without_guard("audit_event", "UPDATE audit_event SET verb = 'nothing' WHERE verb = 'ended'")
    assert verify(MONDAY, days(2)) == [Broken(MONDAY, "A row was changed.")]


def test_a_row_taken_away_breaks_its_day(three_sealed_days):
    without_guard("audit_reading", "DELETE FROM audit_reading")
    assert [fault.day for fault in verify(MONDAY, days(2))] == [MONDAY]


def test_a_row_slipped_in_later_breaks_its_day(three_sealed_days):
    make(Event, at=NOON + timedelta(days=1))
    assert [fault.day for fault in verify(MONDAY, days(2))] == [days(1)]


def test_a_seal_made_anew_breaks_the_day_after(three_sealed_days):
    without_guard("audit_dayseal", "UPDATE audit_dayseal SET digest = %s WHERE day = %s", ["f" * 64, MONDAY])
    assert [fault.day for fault in verify(MONDAY, days(2))] == [MONDAY, days(1)]


def test_a_missing_seal_is_told(three_sealed_days):
    without_guard("audit_dayseal", "DELETE FROM audit_dayseal WHERE day = %s", [days(1)])
    assert verify(MONDAY, days(2)) == [
        Broken(days(1), "It has no seal."),
        Broken(days(2), "It does not follow from the day before."),
    ]


def test_a_day_ends_at_midnight_in_london():
    make(Event, at=datetime(2026, 6, 1, 22, 59, tzinfo=UTC))
    make(Event, at=datetime(2026, 6, 1, 23, 1, tzinfo=UTC))
    assert [seal.events for seal in seal_finished_days(today=days(2))] == [1, 1]


def test_the_command_says_what_is_broken(three_sealed_days):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "3 days are as they were sealed." in out.getvalue()
    without_guard("audit_event", "UPDATE audit_event SET verb = 'nothing'")
    with pytest.raises(CommandError, match="2 of 3 days"):
        call_command("verify_audit", stdout=out)
    assert "2026-06-01: A row was changed." in out.getvalue()


def test_the_copy_for_another_machine_holds_every_row_and_seal(three_sealed_days):
    out = StringIO()
    call_command("copy_audit", stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["kind"] for row in rows] == ["event", "event", "reading", "seal", "seal", "event", "seal"]


@pytest.mark.parametrize("page", ["event", "reading", "dayseal"])
def test_the_record_can_be_read_in_the_admin_and_not_changed(client, page, three_sealed_days):
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    assert client.get(f"/admin/audit/{page}/").status_code == 200
    assert client.get(f"/admin/audit/{page}/add/").status_code == 403
    row = MODELS[page].objects.first()
    assert client.post(f"/admin/audit/{page}/{row.pk}/change/", {"verb": "x"}).status_code == 403
    assert client.post(f"/admin/audit/{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_others_cannot_read_the_record(client, three_sealed_days):
    client.force_login(make(User, role=roles.RESEARCHER))
    assert client.get("/admin/audit/event/").status_code in (302, 403)


@pytest.mark.parametrize(("page", "questions"), [("event", 10), ("reading", 8)])
@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_as_many_questions_however_long(client, page, questions, rows, django_assert_num_queries):
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    for _ in range(rows):
        make(MODELS[page], by=make(User), **({"by_kind": "user"} if page == "event" else {}))
    with django_assert_num_queries(questions):
        client.get(f"/admin/audit/{page}/")
