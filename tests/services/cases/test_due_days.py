"""Days are counted in London, through every night on which the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.office.models import CrimeGroup
from services.cases import due
from services.cases.models import ContactPolicy
from tests.factories import make

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
TEN = ContactPolicy(days=10)


@given(DAYS)
def test_ten_days_are_ten_days(day):
    assert (due.due_after(day, TEN) - day).days == 10


@given(DAYS, st.sampled_from(range(len(due.STAGE_DAYS))))
def test_a_reminder_is_due_at_seven_in_london_on_its_day(day, stage):
    moment = due.moment_of(day, stage)
    local = moment.astimezone(due.LONDON)
    assert (local.date() - day).days == due.STAGE_DAYS[stage]
    assert (local.hour, local.minute) == (7, 0)
    assert due.london_day(moment) == local.date()


@given(DAYS)
def test_stages_follow_one_another_and_end(day):
    moments = [due.moment_of(day, stage) for stage in range(len(due.STAGE_DAYS))]
    assert moments == sorted(moments)
    assert due.moment_of(day, len(due.STAGE_DAYS)) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),  # the night the clocks go forward
        (datetime(2026, 6, 1, 23, 30, tzinfo=UTC), date(2026, 6, 2)),  # half past midnight in summer
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),  # the night they go back
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_a_moment_belongs_to_its_day_in_london(moment, day):
    assert due.london_day(moment) == day


def test_a_leap_day_counts():
    assert due.due_after(date(2028, 2, 20), TEN) == date(2028, 3, 1)
    assert due.due_after(date(2027, 2, 20), TEN) == date(2027, 3, 2)


def test_working_days_leave_out_weekends_and_the_day_itself():
    assert due.due_after(date(2026, 6, 5), ContactPolicy(days=10, counting="working")) == date(2026, 6, 19)


@pytest.mark.django_db
def test_the_policy_of_the_crime_group_goes_first_and_only_while_it_is_in_force():
    group, day = make(CrimeGroup), date(2026, 6, 1)
    make(ContactPolicy, days=10)
    make(ContactPolicy, days=5, crime_group=group, valid_to=day)
    assert due.policy_for(group.pk, day).days == 5
    assert due.policy_for(group.pk, day + timedelta(days=1)).days == 10
    assert due.policy_for(make(CrimeGroup).pk, day).days == 10


@pytest.mark.django_db
def test_without_any_policy_it_is_ten_calendar_days():
    policy = due.policy_for(make(CrimeGroup).pk, date(2026, 6, 1))
    assert (policy.days, policy.counting) == (10, "calendar")
