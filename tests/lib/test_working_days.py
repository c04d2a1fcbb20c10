"""Holidays from 2020 to 2030 as they are published or follow from the Act, and the two ways to count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.lib.working_days import (
    ENGLAND_AND_WALES,
    Calendar,
    CalendarEnds,
    days_beginning_with,
    is_working_day,
    next_working_day,
    within_days_of,
    within_working_days_of,
    working_days_beginning_with,
    working_days_between,
)

HOLIDAYS = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
}
days = st.dates(date(1990, 1, 1), date(2080, 12, 31))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize("year", HOLIDAYS)
def test_weekdays_off(year):
    everyday = (date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0)))
    off = [f"{one:%m-%d}" for one in everyday if one.weekday() < 5 and not is_working_day(one)]
    assert " ".join(off) == HOLIDAYS[year]


@pytest.mark.parametrize(
    ("event", "n", "last"),
    [
        ("2026-12-23", 1, "2026-12-24"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-24", 5, "2027-01-05"),
        ("2026-12-25", 1, "2026-12-29"),
        ("2027-12-24", 2, "2027-12-30"),
        ("2027-12-31", 1, "2028-01-04"),
        ("2026-04-02", 1, "2026-04-07"),
        ("2027-03-25", 2, "2027-03-31"),
        ("2028-04-13", 1, "2028-04-18"),
        ("2029-03-29", 5, "2029-04-09"),
        ("2030-04-18", 10, "2030-05-07"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-21", 5, "2026-11-27"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2022-06-01", 1, "2022-06-06"),
    ],
)
def test_within_working_days_of(event, n, last):
    assert within_working_days_of(day(event), n) == day(last)


@pytest.mark.parametrize(
    ("first", "n", "last"),
    [
        ("2026-11-20", 1, "2026-11-20"),
        ("2026-11-20", 5, "2026-11-26"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-12-24", 2, "2026-12-29"),
        ("2026-12-25", 1, "2026-12-29"),
        ("2026-04-03", 8, "2026-04-16"),
        ("2027-12-24", 8, "2028-01-07"),
    ],
)
def test_working_days_beginning_with(first, n, last):
    assert working_days_beginning_with(day(first), n) == day(last)


@pytest.mark.parametrize(
    ("start", "n", "within", "beginning"),
    [
        ("2026-04-01", 30, "2026-05-01", "2026-04-30"),
        ("2028-02-28", 1, "2028-02-29", "2028-02-28"),
        ("2026-12-20", 30, "2027-01-19", "2027-01-18"),
    ],
)
def test_the_two_calendar_clocks_differ_by_a_day(start, n, within, beginning):
    assert within_days_of(day(start), n) == day(within)
    assert days_beginning_with(day(start), n) == day(beginning)


@given(days, st.integers(1, 60))
def test_on_a_working_day_the_two_ways_differ_by_one(start, n):
    if is_working_day(start):
        assert within_working_days_of(start, n) == working_days_beginning_with(start, n + 1)
    else:
        assert within_working_days_of(start, n) == working_days_beginning_with(start, n)


@given(days, st.integers(1, 60))
def test_counting_back_gives_the_same_number(event, n):
    last = within_working_days_of(event, n)
    assert is_working_day(last)
    assert working_days_between(event, last) == n
    assert working_days_between(last, event) == -n
    assert working_days_between(event, event) == 0


@given(days)
def test_the_next_working_day_is_at_most_five_days_away(start):
    following = next_working_day(start)
    assert is_working_day(following)
    assert 1 <= (following - start).days <= 5


def test_a_proclaimed_day_is_added_and_another_taken_away():
    calendar = Calendar(extra=frozenset({day("2027-06-14")}), removed=frozenset({day("2027-05-31")}))
    assert not is_working_day(day("2027-06-14"), calendar)
    assert is_working_day(day("2027-05-31"), calendar)
    assert is_working_day(day("2027-06-14"), ENGLAND_AND_WALES)
    assert within_working_days_of(day("2027-06-11"), 1, calendar) == day("2027-06-15")
    assert next_working_day(day("2027-06-13"), calendar) == day("2027-06-15")
    with pytest.raises(ValueError, match="both"):
        Calendar(extra=frozenset({day("2027-06-14")}), removed=frozenset({day("2027-06-14")}))


@pytest.mark.parametrize("year", [1977, 2100, 1, 9999])
def test_the_calendar_ends_with_a_clear_word(year):
    with pytest.raises(CalendarEnds, match=f"not for {year}") as told:
        is_working_day(date(year, 6, 1))
    assert told.value.year == year


def test_a_count_that_runs_over_the_end_says_so():
    with pytest.raises(CalendarEnds):
        within_working_days_of(date(2099, 12, 31), 1)


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: is_working_day(datetime(2026, 1, 5, tzinfo=UTC)),
        lambda: within_working_days_of("2026-01-05", 1),
        lambda: within_working_days_of(date(2026, 1, 5), 1.0),
        lambda: within_days_of(date(2026, 1, 5), True),
        lambda: Calendar(extra=frozenset({"2026-01-05"})),
    ],
)
def test_types_are_checked(misuse):
    with pytest.raises(TypeError):
        misuse()


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: within_working_days_of(date(2026, 1, 5), -1),
        lambda: working_days_beginning_with(date(2026, 1, 5), 0),
        lambda: days_beginning_with(date(2026, 1, 5), 0),
        lambda: within_days_of(date(2026, 1, 5), -1),
    ],
)
def test_days_are_not_counted_backwards(misuse):
    with pytest.raises(ValueError, match="cannot be counted"):
        misuse()
