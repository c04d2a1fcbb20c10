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


class Reason(TextChoices):
    """Why words were taken out. The label of `MARKS` stands in their place."""

    NAME = "name", "A name"
    PLACE = "place", "A place"
    DATE = "date", "A date"
    HEALTH = "health", "Health"
    OFFENDER = "offender", "Who did it"
    OTHER = "other", "Something else that could show who it is"


MARKS: dict[str, str] = {
    Reason.NAME: "[name]",
    Reason.PLACE: "[place]",
    Reason.DATE: "[date]",
    Reason.HEALTH: "[health]",
    Reason.OFFENDER: "[who did it]",
    Reason.OTHER: "[taken out]",
}


class Redacting(TextChoices):
    """How far the work on a redacted text is. Two people: one proposes, another confirms."""

    BEGUN = "begun", "Begun"
    PROPOSED = "proposed", "Waits for a second person"
    CONFIRMED = "confirmed", "Confirmed"
    REPLACED = "replaced", "Replaced by a newer one"


class SentBack(TextChoices):
    """Why a second person does not confirm yet."""

    MORE = "more", "More must be taken out"
    LESS = "less", "Too much was taken out"


class ThemeState(TextChoices):
    IN_USE = "in_use", "In use"
    MERGED = "merged", "Became part of another theme"
    SPLIT = "split", "Was split into others"


class Audience(TextChoices):
    """Where a quote may stand. Each needs a consent of its own."""

    REPORTS = "reports", "In reports of the office"
    EVERYBODY = "everybody", "On public pages"


class Quoting(TextChoices):
    CHOSEN = "chosen", "Chosen"
    SHOWN = "shown", "Shown"
    TAKEN_DOWN = "taken_down", "Taken down"


class PassedOn(TextChoices):
    """Why somebody passes a text on. Nobody asks further, and nobody counts it."""

    TOO_CLOSE = "too_close", "It is too close to my own life"
    TOO_MUCH = "too_much", "It is enough for today"
    KNOWN = "known", "I may know who it is about"
    SKILL = "skill", "Somebody else knows more about this"


class ExtractState(TextChoices):
    """How far a copy of closed answers, row by row, is. Two people: one asks, another approves."""

    ASKED = "asked", "Waits for a second person"
    REFUSED = "refused", "Refused"
    APPROVED = "approved", "Being made"
    READY = "ready", "Ready"
    ENDED = "ended", "Destroyed"


EXTRACT_TRANSITIONS: dict[str, frozenset[str]] = {
    ExtractState.ASKED: frozenset({ExtractState.APPROVED, ExtractState.REFUSED}),
    ExtractState.REFUSED: frozenset(),
    ExtractState.APPROVED: frozenset({ExtractState.READY, ExtractState.ENDED}),
    ExtractState.READY: frozenset({ExtractState.APPROVED, ExtractState.ENDED}),
    ExtractState.ENDED: frozenset(),
}


class ExtractKind(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    SAV = "sav", "SPSS, with labels"
    JSON = "json", "JSON"
