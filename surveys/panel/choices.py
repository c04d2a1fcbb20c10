from django.db.models import TextChoices


class State(TextChoices):
    ASKED = "asked", "Asked to join, address not proved"
    JOINED = "joined", "On the panel"
    LEFT = "left", "Left"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.ASKED: frozenset({State.JOINED}),
    State.JOINED: frozenset({State.LEFT}),
    State.LEFT: frozenset(),
}
