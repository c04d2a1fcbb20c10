from django.db.models import TextChoices


class Regime(TextChoices):
    """Which rules of the Procurement Act 2023 apply; a person decides, from the kind of service bought."""

    UNDECIDED = "undecided", "Not decided yet"
    ORDINARY = "ordinary", "Ordinary"
    LIGHT_TOUCH = "light_touch", "Light touch"


class Unit(TextChoices):
    """What a KPI counts. People are never shown in small numbers, so a share is returned as part and whole."""

    PEOPLE = "people", "Number of people"
    SHARE = "share", "Share of people, in percent"
    DAYS = "days", "Days"
    WORKING_DAYS = "working_days", "Working days"
    PENCE = "pence", "Money"


class Direction(TextChoices):
    AT_LEAST = "at_least", "At least"
    AT_MOST = "at_most", "At most"


class ReturnState(TextChoices):
    OPEN = "open", "Being filled in"
    SENT = "sent", "Sent to the office"
    SENT_BACK = "sent_back", "Sent back with a question"
    ACCEPTED = "accepted", "Accepted"


FOR_THE_PROVIDER = frozenset({ReturnState.OPEN, ReturnState.SENT_BACK})
TRANSITIONS: dict[str, frozenset[str]] = {
    ReturnState.OPEN: frozenset({ReturnState.SENT}),
    ReturnState.SENT: frozenset({ReturnState.SENT_BACK, ReturnState.ACCEPTED}),
    ReturnState.SENT_BACK: frozenset({ReturnState.SENT}),
    ReturnState.ACCEPTED: frozenset(),
}


class Body(TextChoices):
    """Who must do an action."""

    PROVIDER = "provider", "The provider"
    OFFICE = "office", "The office"


class Issue(TextChoices):
    """Where a point on an agenda comes from."""

    EXPERIENCE = "experience", "What people who used the service told us"
    PERFORMANCE = "performance", "How the service performs"
    OTHER = "other", "Something else"
