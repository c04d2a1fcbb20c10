from django.db.models import TextChoices


class State(TextChoices):
    """Where a message stands. Only `uncertain` and `failed` need a person."""

    WAITING = "waiting", "Waiting to be sent"
    CLAIMED = "claimed", "Being prepared"
    HANDED_OVER = "handed_over", "Being handed over"
    SENT = "sent", "Sent"
    UNCERTAIN = "uncertain", "Not certain whether it was sent"
    WITHHELD = "withheld", "Not sent: not safe, or no longer wanted"
    FAILED = "failed", "Could not be sent"


UNFINISHED = frozenset({State.WAITING, State.CLAIMED, State.HANDED_OVER, State.UNCERTAIN})
IN_HAND = frozenset({State.CLAIMED, State.HANDED_OVER})
ENDS = frozenset({State.SENT, State.WITHHELD, State.FAILED})
TO_BE_SENT = frozenset({State.WAITING, State.UNCERTAIN})

# A receipt may overtake our own note, so whatever is unfinished can become sent or failed.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.WAITING: frozenset({State.CLAIMED, State.WITHHELD, State.SENT, State.FAILED}),
    State.CLAIMED: frozenset(
        {State.HANDED_OVER, State.WAITING, State.UNCERTAIN, State.WITHHELD, State.SENT, State.FAILED}
    ),
    State.HANDED_OVER: frozenset({State.SENT, State.UNCERTAIN, State.WAITING, State.WITHHELD, State.FAILED}),
    State.UNCERTAIN: frozenset({State.CLAIMED, State.SENT, State.WITHHELD, State.FAILED}),
    State.SENT: frozenset({State.FAILED}),
    State.WITHHELD: frozenset({State.SENT}),
    State.FAILED: frozenset({State.WAITING}),
}
