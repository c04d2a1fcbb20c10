from django.db.models import TextChoices


class State(TextChoices):
    JOINED = "joined", "On the panel"
    LEFT = "left", "Left"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.JOINED: frozenset({State.LEFT}),
    State.LEFT: frozenset({State.JOINED}),
}
