"""What is kept for how long, and what becomes of it then."""

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "Begun and not sent"
    DONE = "done", "Sent"
    WITHDRAWN = "withdrawn", "Taken back"
    FLAG = "flag", "What a decided flag says"
    SESSION = "session", "Words of a closed session"


class Method(TextChoices):
    DELETE = "delete", "Delete it"
    ANONYMISE = "anonymise", "Keep the counted answers, and nothing that leads to a person"


METHODS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({Method.DELETE}),
    State.DONE: frozenset({Method.DELETE, Method.ANONYMISE}),
    State.WITHDRAWN: frozenset({Method.DELETE}),
    State.FLAG: frozenset({Method.DELETE}),
    State.SESSION: frozenset({Method.DELETE}),
}
"""What is locked to a browser, or empty already, or about danger, can only be deleted."""
STANDARD: dict[str, tuple[str, int]] = {
    State.DRAFT: (Method.DELETE, 14),
    State.DONE: (Method.ANONYMISE, 1095),
    State.WITHDRAWN: (Method.DELETE, 365),
    State.FLAG: (Method.DELETE, 365),
    State.SESSION: (Method.DELETE, 1095),
}
"""Method and days where the office has not said otherwise."""
MOST_DAYS: dict[str, int] = {
    State.DRAFT: 14,
    State.DONE: 3650,
    State.WITHDRAWN: 3650,
    State.FLAG: 3650,
    State.SESSION: 3650,
}
"""People are told that a draft is gone after 14 days; it may go earlier and never later."""
OF_ALL_ONLY = frozenset({State.SESSION})
"""A focus group or an interview belongs to no survey: there is one rule for all of them."""


def states_of_a_survey() -> list[str]:
    return [state for state in State.values if state not in OF_ALL_ONLY]
