"""What is kept for how long, and what becomes of it then."""

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "Begun and not sent"
    DONE = "done", "Sent"
    WITHDRAWN = "withdrawn", "Taken back"
    FLAG = "flag", "What a decided flag says"


class Method(TextChoices):
    DELETE = "delete", "Delete it"
    ANONYMISE = "anonymise", "Keep the counted answers, and nothing that leads to a person"


METHODS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({Method.DELETE}),
    State.DONE: frozenset({Method.DELETE, Method.ANONYMISE}),
    State.WITHDRAWN: frozenset({Method.DELETE}),
    State.FLAG: frozenset({Method.DELETE}),
}
"""What is locked to a browser, or empty already, or about danger, can only be deleted."""
STANDARD: dict[str, tuple[str, int]] = {
    State.DRAFT: (Method.DELETE, 14),
    State.DONE: (Method.ANONYMISE, 1095),
    State.WITHDRAWN: (Method.DELETE, 365),
    State.FLAG: (Method.DELETE, 365),
}
"""Method and days where the office has not said otherwise."""
MOST_DAYS: dict[str, int] = {State.DRAFT: 14, State.DONE: 3650, State.WITHDRAWN: 3650, State.FLAG: 3650}
"""People are told that a draft is gone after 14 days; it may go earlier and never later."""
