"""Whatever stops, whoever sweeps: each reminder once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from derbyvoice.notifications.models import Message
from services.cases import due
from services.cases.actions import queue_digests, sweep
from services.cases.actions.sweeping import bite_row_by_row
from services.cases.models import Case, CaseClock, DigestRun, Reminder
from tests.factories import make

DUE = date(2026, 6, 1)


def at(day, hour=8, minute=0):
    """This wall-clock time in London."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=due.LONDON)


def running(due_on=DUE, **fields):
    case = make(Case, **fields)
    return make(CaseClock, case=case, due_on=due_on, due=due.moment_of(due_on, 0))


def made():
    return list(Reminder.objects.order_by("id").values_list("case_id", "cycle", "stage"))


@pytest.mark.django_db
def test_nothing_is_made_before_it_is_due():
    running()
    assert sweep(now=at(DUE, 6, 59)) == 0
    assert sweep(now=at(DUE, 7)) == 1


@pytest.mark.django_db
def test_sweeping_again_makes_nothing_new():
    running()
    assert [sweep(now=at(DUE)) for _ in range(3)] == [1, 0, 0]


@pytest.mark.django_db
def test_a_scheduler_that_stood_still_for_two_days_makes_up_for_it_once():
    clock = running()
    two_days_later = at(DUE) + timedelta(days=2)
    assert sweep(now=two_days_later) == 2
    assert made() == [(clock.case_id, 1, 0), (clock.case_id, 1, 1)]
    assert sweep(now=two_days_later) == 0
    clock.refresh_from_db()
    assert (clock.stage, clock.due) == (2, due.moment_of(DUE, 2))


@pytest.mark.django_db
def test_after_the_last_stage_a_case_stays_overdue_and_is_reminded_no_more():
    clock = running()
    assert sweep(now=at(DUE) + timedelta(days=400)) == len(due.STAGE_DAYS)
    clock.refresh_from_db()
    assert (clock.due, clock.due_on) == (None, DUE)
    assert list(CaseClock.objects.overdue(DUE + timedelta(days=1))) == [clock]


@pytest.mark.django_db
def test_a_closed_case_is_not_swept():
    running()
    CaseClock.objects.update(due=None, due_on=None)
    assert sweep(now=at(DUE) + timedelta(days=9)) == 0


@pytest.mark.django_db
def test_a_reminder_that_is_there_already_moves_the_clock_on():
    clock = running()
    make(Reminder, case=clock.case)
    assert sweep(now=at(DUE)) == 0
    clock.refresh_from_db()
    assert clock.stage == 1


@pytest.mark.django_db
def test_one_bite_after_another(monkeypatch):
    monkeypatch.setattr("services.cases.actions.sweeping.BATCH", 2)
    for _ in range(5):
        running()
    assert sweep(now=at(DUE)) == 5


@pytest.mark.django_db
def test_an_idle_sweep_asks_little(django_assert_max_num_queries):
    running()
    with django_assert_max_num_queries(4):
        assert sweep(now=at(DUE, 6)) == 0


class AnyDay(TestCase):
    """Both ways of sweeping agree with the plain rule on any day, however irregularly they run."""

    @settings(max_examples=40, deadline=None)
    @given(
        st.dates(date(2026, 1, 1), date(2032, 12, 31)),
        st.lists(st.integers(min_value=0, max_value=12 * 24), min_size=1, max_size=5),
    )
    def test_each_stage_once_and_never_early(self, due_on, hours):
        clock = running(due_on)
        moments = sorted(at(due_on, 0) + timedelta(hours=hour) for hour in hours)
        for moment in moments:
            sweep(now=moment)
        expected = [stage for stage in range(len(due.STAGE_DAYS)) if due.moment_of(due_on, stage) <= moments[-1]]
        found = Reminder.objects.filter(case=clock.case).order_by("stage")
        assert [row.stage for row in found] == expected
        assert all(row.swept >= row.due for row in found)
        clock.refresh_from_db()
        assert clock.due == due.moment_of(due_on, len(expected))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25), date(2028, 2, 28)]
)
def test_nights_when_clocks_change_and_leap_days_neither_miss_nor_repeat(day):
    clock = running(day)
    minute = at(day, 0).astimezone(UTC)
    for _ in range(4 * 24 * 4):
        sweep(now=minute)
        minute += timedelta(minutes=15)
    assert made() == [(clock.case_id, 1, 0), (clock.case_id, 1, 1), (clock.case_id, 1, 2)]


@pytest.mark.postgres
@pytest.mark.skipif("sqlite" in str(connection.vendor), reason="needs PostgreSQL")
class TwoSchedulers(TransactionTestCase):
    def test_at_once_remind_each_case_once(self):
        for _ in range(60):
            running()
        counts, ready = [], threading.Barrier(4)

        def one():
            ready.wait()
            counts.append(sweep(now=at(DUE)))
            connection.close()

        threads = [threading.Thread(target=one) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sum(counts) == 60
        assert Reminder.objects.count() == 60

    def test_the_set_based_way_agrees_with_the_plain_one(self):
        days = [date(2026, 3, 26) + timedelta(days=n) for n in range(6)] + [date(2026, 10, 22), date(2028, 2, 27)]
        for day in days:
            running(day)
        sweep(now=at(date(2028, 2, 28)))
        by_sql = set(CaseClock.objects.values_list("due_on", "stage", "due"))
        Reminder.objects.all().delete()
        for clock in CaseClock.objects.all():
            CaseClock.objects.filter(pk=clock.pk).update(stage=0, due=due.moment_of(clock.due_on, 0))
        while bite_row_by_row(now=at(date(2028, 2, 28)))[0]:
            pass
        assert set(CaseClock.objects.values_list("due_on", "stage", "due")) == by_sql


@pytest.mark.django_db
def test_the_morning_message_is_queued_once_a_day_for_each_officer_with_somebody_to_contact():
    clock = running()
    make(CaseClock, case=make(Case, officer=clock.officer), due_on=DUE - timedelta(days=3))
    running(DUE + timedelta(days=1))
    assert [queue_digests(now=at(DUE, 7, minute)) for minute in (29, 30, 31, 32)] == [0, 1, 0, 0]
    message = Message.objects.get()
    assert message.recipient_ref == f"officer:{clock.officer_id}"
    assert DigestRun.objects.get().queued == 1
    assert queue_digests(now=at(DUE + timedelta(days=1), 7, 30)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "queued"), [(0, 0), (7, 0), (12, 1), (19, 1), (20, 0), (23, 0)])
def test_a_scheduler_that_was_away_in_the_morning_catches_up_by_day_but_nobody_is_written_to_at_night(hour, queued):
    running()
    assert queue_digests(now=at(DUE, hour)) == queued
