"""How long a message waits: short while the mail server is away, longer for one recipient who puts us off."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.notifications.backoff import wait_after

AGES = st.timedeltas(timedelta(0), timedelta(days=3))
CHANCES = st.floats(0, 1)


@given(st.integers(1, 10_000), AGES, CHANCES)
def test_however_long_the_server_was_away_the_next_try_comes_within_25_seconds(tries, age, chance):
    assert timedelta(seconds=3) <= wait_after(tries, age=age, chance=chance) <= timedelta(seconds=25)


@given(st.integers(12, 10_000), st.timedeltas(timedelta(hours=1), timedelta(days=3)), CHANCES)
def test_one_recipient_who_puts_us_off_is_asked_less_often(tries, age, chance):
    pause = wait_after(tries, age=age, chance=chance, patient=True)
    assert timedelta(seconds=225) <= pause <= timedelta(minutes=5)


def test_the_first_tries_come_fast_and_double():
    waits = [wait_after(n, age=timedelta(0), chance=0).total_seconds() for n in (1, 2, 3, 4)]
    assert waits == [4, 8, 16, 25]
