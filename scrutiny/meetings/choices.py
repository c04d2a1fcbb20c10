from django.db.models import TextChoices


class State(TextChoices):
    """Where a meeting stands. A draft is for the office only."""

    DRAFT = "draft", "Draft"
    ANNOUNCED = "announced", "Planned"
    HELD = "held", "Held"
    PUBLISHED = "published", "Record published"
    CANCELLED = "cancelled", "Cancelled"


PUBLIC = frozenset({State.ANNOUNCED, State.HELD, State.PUBLISHED, State.CANCELLED})
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.ANNOUNCED}),
    State.ANNOUNCED: frozenset({State.HELD, State.CANCELLED}),
    State.HELD: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.HELD}),
    State.CANCELLED: frozenset({State.ANNOUNCED}),
}


class PaperKind(TextChoices):
    AGENDA = "agenda", "Agenda"
    PAPERS = "papers", "Papers"
    PRESENTATION = "presentation", "Presentation"
    RECORDING = "recording", "Recording"
    MINUTES = "minutes", "Minutes"
    TRANSCRIPT = "transcript", "Transcript"


class Captions(TextChoices):
    """How somebody who cannot hear follows a recording. Law asks for captions or a transcript."""

    UNKNOWN = "unknown", "Nobody has checked for captions yet"
    NONE = "none", "No captions and no transcript yet"
    CAPTIONS = "captions", "With captions"
    TRANSCRIPT = "transcript", "With a transcript"


TO_MEND = frozenset({Captions.UNKNOWN, Captions.NONE})
