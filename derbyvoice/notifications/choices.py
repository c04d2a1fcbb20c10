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
TRANSITIONS: dict[str, frozenset[str]] = {
    State.WAITING: frozenset({State.CLAIMED, State.WITHHELD}),
    State.CLAIMED: frozenset({State.HANDED_OVER, State.WAITING, State.WITHHELD, State.FAILED}),
    State.HANDED_OVER: frozenset({State.SENT, State.UNCERTAIN, State.WAITING, State.FAILED}),
    State.UNCERTAIN: frozenset({State.CLAIMED, State.SENT, State.FAILED}),
    State.SENT: frozenset({State.FAILED}),
    State.WITHHELD: frozenset(),
    State.FAILED: frozenset({State.WAITING}),
}
