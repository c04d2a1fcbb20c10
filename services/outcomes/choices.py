from django.db.models import TextChoices


class Moment(TextChoices):
    """When a person is asked how things are."""

    START = "start", "At the start"
    REVIEW = "review", "At a review"
    EXIT = "exit", "At the end"


class NoScore(TextChoices):
    """Why there is no score; each is counted apart."""

    NOT_ASKED = "not_asked", "Not asked"
    DECLINED = "declined", "They preferred not to say"
    UNSAFE = "unsafe", "It was not safe to ask"


LOWEST, HIGHEST = 1, 5
