from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "Being written"
    PUBLISHED = "published", "Published"
    RETRACTED = "retracted", "Taken down"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.RETRACTED}),
    State.RETRACTED: frozenset({State.PUBLISHED}),
}
