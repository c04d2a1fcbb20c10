"""Kinds of session, where it took place, how far it is, and what became of recording, transcript and support."""

from django.db.models import TextChoices


class Kind(TextChoices):
    FOCUS_GROUP = "focus_group", "Focus group"
    INTERVIEW = "interview", "Interview"


class Place(TextChoices):
    """A kind of place. An address is never kept: it could lead to somebody."""

    COMMUNITY = "community", "A community centre"
    LIBRARY = "library", "A library"
    SERVICE = "service", "Rooms of a support service"
    OFFICE = "office", "Rooms of the office"
    HOME = "home", "Where the person lives"
    PHONE = "phone", "By telephone"
    VIDEO = "video", "By video call"
    OTHER = "other", "Somewhere else"


class State(TextChoices):
    """How far a session is. Words are written while it is held, mended until it is closed."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    WRITTEN_UP = "written_up", "Written up"
    CLOSED = "closed", "Closed"
    CALLED_OFF = "called_off", "Called off"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.HELD, State.CALLED_OFF}),
    State.HELD: frozenset({State.WRITTEN_UP}),
    State.WRITTEN_UP: frozenset({State.CLOSED, State.HELD}),
    State.CLOSED: frozenset(),
    State.CALLED_OFF: frozenset(),
}
MENDING = frozenset({State.HELD, State.WRITTEN_UP})
"""While people, words and what came after may still be put right."""
STEPS: dict[str, str] = {
    State.HELD: "It took place",
    State.WRITTEN_UP: "Everything is written up",
    State.CLOSED: "Close the session",
    State.CALLED_OFF: "It was called off",
}
BACK_TO_HELD = "Write more"


class Recording(TextChoices):
    NONE = "none", "Nothing was recorded"
    KEPT = "kept", "Recorded, and everybody agreed to it"
    DESTROYED = "destroyed", "The recording is destroyed"


class Transcript(TextChoices):
    NONE = "none", "There is none"
    BEING_WRITTEN = "being_written", "Being written"
    CHECKED = "checked", "Checked by a second pair of eyes"
    DONE = "done", "Done"


class Debrief(TextChoices):
    """What was done for the people of a session afterwards."""

    EVERYBODY = "everybody", "Everybody was debriefed and told where support is"
    DIFFERS = "differs", "It differs: see each person"
    NONE = "none", "Nobody was debriefed"


class PersonDebrief(TextChoices):
    """What was done for one person afterwards."""

    GIVEN = "given", "Debriefed"
    NOT_WANTED = "not_wanted", "Offered, not wanted"
    LEFT_EARLY = "left_early", "Left before it could be offered"
