"""How long a message waits before it is tried again."""

from datetime import timedelta

FIRST = timedelta(seconds=4)
LONGEST = timedelta(seconds=25)  # with the sweep's 20 seconds: out within a minute of recovery
LONGEST_FOR_ONE_RECIPIENT = timedelta(minutes=5)
AT_FIRST = timedelta(hours=1)
GIVE_UP_ON_RECIPIENT = timedelta(days=2)
GIVE_UP_ON_PREPARING = timedelta(hours=1)


def wait_after(tries: int, *, age: timedelta, chance: float, patient: bool = False) -> timedelta:
    """Doubles with each try up to a cap of 25 seconds, so that mail goes out within a minute of recovery however
    long the transport was away. `patient`, for one recipient who puts us off: five minutes after an hour.

    `chance` (from 0 to 1) takes off up to a quarter, so that many messages do not come back at once."""
    cap = LONGEST_FOR_ONE_RECIPIENT if patient and age >= AT_FIRST else LONGEST
    whole = min(FIRST * 2 ** min(max(tries, 1) - 1, 16), cap)
    return whole * (1 - chance / 4)
