from django.db.models import TextChoices


class State(TextChoices):
    """Where a promise stands. Late is worked out from the day, not stored."""

    OPEN = "open", "Not finished"
    DONE = "done", "Done"
    DROPPED = "dropped", "Ended without being done"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.DONE, State.DROPPED}),
    State.DONE: frozenset({State.OPEN}),
    State.DROPPED: frozenset({State.OPEN}),
}


class Owner(TextChoices):
    """Who made the promise. The names of the force and the office are kept with the office, since they change."""

    FORCE = "force", "The force"
    OFFICE = "office", "The office"
    PARTNER = "partner", "A partner"


class Precision(TextChoices):
    """How exactly a day was given: "September 2022" is a month."""

    DAY = "day", "a day"
    MONTH = "month", "a month"
    YEAR = "year", "a year"


class Evidence(TextChoices):
    """How we know that it was done."""

    TOLD = "told", "The owner told the office"
    SEEN = "seen", "The office has seen it"
    PUBLISHED = "published", "It was published"
