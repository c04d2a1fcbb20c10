from django.db.models import TextChoices


class State(TextChoices):
    """Where a question from the public stands."""

    UNCONFIRMED = "unconfirmed", "Waiting for its sender to confirm"
    WAITING = "waiting", "Waiting to be read by the office"
    ACCEPTED = "accepted", "Accepted"
    WITH_FORCE = "with_force", "With the force for an answer"
    ANSWERED = "answered", "Answered, not yet published"
    PUBLISHED = "published", "Published"
    DECLINED = "declined", "Not taken, with a reason"
    MERGED = "merged", "Answered together with another question"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.UNCONFIRMED: frozenset({State.WAITING}),
    State.WAITING: frozenset({State.ACCEPTED, State.DECLINED, State.MERGED}),
    State.ACCEPTED: frozenset({State.WITH_FORCE, State.DECLINED, State.MERGED, State.WAITING}),
    State.WITH_FORCE: frozenset({State.ANSWERED, State.ACCEPTED, State.MERGED}),
    State.ANSWERED: frozenset({State.PUBLISHED, State.WITH_FORCE}),
    State.PUBLISHED: frozenset({State.ANSWERED}),
    State.DECLINED: frozenset({State.WAITING}),
    State.MERGED: frozenset({State.WAITING}),
}
OPEN = frozenset({State.WAITING, State.ACCEPTED, State.WITH_FORCE, State.ANSWERED})
FINISHED = frozenset({State.PUBLISHED, State.DECLINED, State.MERGED})
FOR_FORCE = frozenset({State.WITH_FORCE, State.ANSWERED})
WORDED = frozenset({State.ACCEPTED, State.WITH_FORCE, State.ANSWERED, State.PUBLISHED})
TELL_ASKER = frozenset({State.ACCEPTED, State.DECLINED, State.MERGED, State.PUBLISHED})
