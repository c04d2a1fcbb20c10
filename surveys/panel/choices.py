"""States of members, waves and invitations, and what members choose from."""

from datetime import timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    ASKED = "asked", "Asked to join, address not proved"
    JOINED = "joined", "On the panel"
    LEFT = "left", "Left"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.ASKED: frozenset({State.JOINED}),
    State.JOINED: frozenset({State.LEFT}),
    State.LEFT: frozenset(),
}


class HowOften(TextChoices):
    """The most often that somebody is asked, over all waves and surveys."""

    MONTH = "month", _("At most once a month")
    QUARTER = "quarter", _("At most once in three months")
    HALF_YEAR = "half_year", _("At most once in half a year")


GAP: dict[str, timedelta] = {
    HowOften.MONTH: timedelta(days=30),
    HowOften.QUARTER: timedelta(days=91),
    HowOften.HALF_YEAR: timedelta(days=182),
}


class Safe(TextChoices):
    """Whether it is safe to write to the address. Unknown is not safe."""

    UNKNOWN = "unknown", _("I am not sure")
    YES = "yes", _("Yes, nobody else reads it")
    NO = "no", _("No")


class Day(IntegerChoices):
    """Days of the week, as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Part(IntegerChoices):
    """Parts of the day in which a message may be sent, London time."""

    MORNING = 0, _("In the morning, 9 to 12")
    AFTERNOON = 1, _("In the afternoon, 12 to 5")
    EVENING = 2, _("In the evening, 5 to 8")


HOURS: dict[int, tuple[int, int]] = {Part.MORNING: (9, 12), Part.AFTERNOON: (12, 17), Part.EVENING: (17, 20)}


class Age(TextChoices):
    """A band, never a date of birth."""

    UNDER_18 = "under_18", _("Under 18")
    TO_24 = "18_24", _("18 to 24")
    TO_44 = "25_44", _("25 to 44")
    TO_64 = "45_64", _("45 to 64")
    OVER_64 = "65", _("65 or older")


NOT_SAID = "not-said"


class WaveState(TextChoices):
    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


WAVE_TRANSITIONS: dict[str, frozenset[str]] = {
    WaveState.PLANNED: frozenset({WaveState.OPEN, WaveState.CLOSED}),
    WaveState.OPEN: frozenset({WaveState.CLOSED}),
    WaveState.CLOSED: frozenset(),
}


class Repeat(TextChoices):
    """How long after the first wave of its series this one opens."""

    FIRST = "first", "The first time"
    WEEKS = "weeks", "6 to 12 weeks after the first"
    MONTHS = "months", "6 to 12 months after the first"
    LATER = "later", "More than a year after the first"


BETWEEN: dict[str, tuple[int, int]] = {
    Repeat.WEEKS: (42, 84),
    Repeat.MONTHS: (181, 366),
    Repeat.LATER: (366, 36_500),
}
"""Days after the first wave, from and to. Six months are 181 days at the least: from 1 September to 1 March."""


class Asked(TextChoices):
    """Why somebody has a row in a wave."""

    ASKED = "asked", "Asked"
    TOLD = "told", "Not asked: told us before"


class Unfit(TextChoices):
    """Why something that was sent does not serve the questions of a wave, told to the person who sent it."""

    UNSENT = (
        "unsent",
        _("You have not sent this yet. Come back with your words, finish it and send it. Then you can use it here."),
    )
    OLD = "old", _("You sent this a while ago. Much may have changed since, so we do not use it here.")
    USED = "used", _("We use this for these questions already.")
    SAME = "same", _("You answered these questions before. We ask again to see what has changed.")
    NOT_ALLOWED = (
        "not_allowed",
        _("You did not tick “Staff may read my words”. Come back with your words to tick it. Then it can be used."),
    )
    NEVER_READ = "never_read", _("Staff cannot read what was sent with those questions, so we cannot use it here.")


CAN_BE_MENDED = frozenset({Unfit.UNSENT, Unfit.NOT_ALLOWED})
"""Whoever comes back with their return words can do something about these."""


class Kind(TextChoices):
    """What is counted of a district or a group of people."""

    POPULATION = "population", "People who live there"
    CRIME = "crime", "Recorded crime"


class Language(TextChoices):
    """The language in which somebody would like to be asked, in its own words."""

    ENGLISH = "en", "English"
    POLISH = "pl", "Polski"
    URDU = "ur", "اردو"
    PUNJABI = "pa", "ਪੰਜਾਬੀ"


class Pause(TextChoices):
    """How long somebody wants to hear nothing."""

    MONTH = "1", _("One month")
    QUARTER = "3", _("Three months")
    HALF_YEAR = "6", _("Six months")


PAUSE: dict[str, timedelta] = {
    Pause.MONTH: timedelta(days=30),
    Pause.QUARTER: timedelta(days=91),
    Pause.HALF_YEAR: timedelta(days=182),
}
