"""How pressing it is, who noticed it, and how it goes on until somebody has decided."""

from django.db.models import TextChoices


class Level(TextChoices):
    """Each level has its own clock (`Deadline`)."""

    URGENT = "urgent", "Life may be in danger"
    SOON = "soon", "Somebody may be at risk"


class Source(TextChoices):
    RULES = "rules", "A rule"
    HAND = "hand", "A member of staff"
    UNCHECKED = "unchecked", "Could not be checked"


class State(TextChoices):
    RAISED = "raised", "Waits to be looked at"
    LOOKED_AT = "looked_at", "Being looked at"
    DECIDED = "decided", "Decided"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.RAISED: frozenset({State.LOOKED_AT}),
    State.LOOKED_AT: frozenset({State.RAISED, State.LOOKED_AT, State.DECIDED}),
    State.DECIDED: frozenset(),
}
"""Somebody else may take over what is being looked at; what is decided stays decided."""


class Outcome(TextChoices):
    NO_CONCERN = "no_concern", "No concern"
    OFFERED = "offered", "Support was offered"
    REFERRED = "referred", "Referred to somebody who can help"
    POLICE = "police", "The police were told, because life is at risk"
    NO_WAY = "no_way", "A concern, and no way to reach the person"


class What(TextChoices):
    """A line in a flag's history."""

    RAISED = "raised", "Raised"
    TAKEN = "taken", "Taken"
    PUT_BACK = "put_back", "Put back"
    LEADS_TOLD = "leads_told", "Past its time: every lead was told"
    OFFICE_TOLD = "office_told", "Still past its time: office staff were told"
    TAKEN_BACK = "taken_back", "The person took their answers back"
    UNREACHABLE = "unreachable", "The person no longer wants to be contacted"
    REACHABLE = "reachable", "The person left a new address"
    DECIDED = "decided", "Decided"
    DESTROYED = "destroyed", "The words were destroyed"


class RuleKind(TextChoices):
    PHRASES = "phrases", "Words and phrases"
    ANSWERS = "answers", "Answers to questions"
