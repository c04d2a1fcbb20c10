from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.periods import Quarter, financial_year_of, last_finished_quarter, quarter_of, year_name

DAYS = st.dates(date(2011, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "year", "number"),
    [
        (date(2023, 3, 31), 2022, 4),
        (date(2023, 4, 1), 2023, 1),
        (date(2023, 6, 30), 2023, 1),
        (date(2023, 7, 1), 2023, 2),
        (date(2023, 12, 31), 2023, 3),
        (date(2024, 1, 1), 2023, 4),
        (date(2024, 2, 29), 2023, 4),
    ],
)
def test_a_financial_year_begins_on_the_first_of_april(day, year, number):
    assert quarter_of(day) == Quarter(year, number)
    assert financial_year_of(day) == year


@given(DAYS)
def test_every_day_lies_in_its_quarter_and_quarters_follow_each_other(day):
    quarter = quarter_of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert (quarter.next().first_day - quarter.last_day).days == 1
    assert last_finished_quarter(day).next() == quarter


def test_a_quarter_is_said_in_words():
    assert str(Quarter(2023, 4)) == "January to March 2024"
    assert Quarter(2023, 4).short == "Q4 2023/24"
    assert year_name(2099) == "2099/00"


def test_there_is_no_fifth_quarter():
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        Quarter(2023, 5)
