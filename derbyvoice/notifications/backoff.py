"""How long a message waits before it is tried again."""

from datetime import timedelta

FIRST = timedelta(seconds=4)
LONGEST_AT_FIRST = timedelta(seconds=25)  # with the sweep's 20 seconds: out within a minute of recovery
LONGEST_LATER = timedelta(minutes=5)
AT_FIRST = timedelta(hours=1)
GIVE_UP_ON_RECIPIENT = timedelta(days=2)
GIVE_UP_ON_PREPARING = timedelta(hours=1)


def wait_after(tries: int, *, age: timedelta, chance: float) -> timedelta:
    """Doubles with each try up to a cap: 25 seconds while the message is young, five minutes after an hour.

    `chance` (from 0 to 1) takes off up to a quarter, so that many messages do not come back at once."""
    cap = LONGEST_AT_FIRST if age < AT_FIRST else LONGEST_LATER
    whole = min(FIRST * 2 ** min(max(tries, 1) - 1, 16), cap)
    return whole * (1 - chance / 4)
