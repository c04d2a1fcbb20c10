"""States and kinds of the cases room, and the moves between states."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where a case stands. The clock runs while it is open."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}


class Channel(TextChoices):
    """A way to reach a person without being in the same room."""

    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone call"
    TEXT = "text", "Text message"


class Safety(TextChoices):
    """Whether somebody asked the person if this way is safe. Unknown is not safe."""

    UNKNOWN = "unknown", "Not known"
    SAFE = "safe", "Safe"
    UNSAFE = "unsafe", "Not safe"


class Counting(TextChoices):
    CALENDAR = "calendar", "Every day counts"
    WORKING = "working", "Only working days count"


class Way(TextChoices):
    """How an officer talked to a person, or tried to."""

    PHONE = "phone", "Phone"
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video call"
    TEXT = "text", "Text message, and they answered"
    EMAIL = "email", "E-mail, and they answered"
    LETTER = "letter", "Letter, and they answered"


class About(TextChoices):
    """What a contact was about: closed, so that the office can see whether updates help."""

    UPDATE = "update", "News of the case"
    NO_NEWS = "no_news", "No news yet"
    SUPPORT = "support", "Help and support"
    SAFETY = "safety", "Their safety"
    COURT = "court", "Court"
    DECISION = "decision", "A decision, with the reasons"
    QUESTION = "question", "Their question"
    OTHER = "other", "Something else"


class Result(TextChoices):
    """How an attempt ended."""

    NO_ANSWER = "no_answer", "No answer"
    MESSAGE_LEFT = "message_left", "Left a message"
    WRONG_NUMBER = "wrong_number", "Wrong number or address"
    NOT_NOW = "not_now", "They could not talk now"


class LongerReason(TextChoices):
    """Why a person is contacted less often than the standard says."""

    ASKED = "asked", "They asked for it"
    COURT_DATE = "court_date", "We wait for a date at court"
    AWAY = "away", "They are away"
    WELLBEING = "wellbeing", "It is better for their wellbeing"


class EnhancedCategory(TextChoices):
    """Why a person has enhanced rights under the Code in force. Several can apply at once."""

    SERIOUS = "serious", "Most serious crime"
    TARGETED = "targeted", "Persistently targeted"
    UNDER_18 = "under_18", "Under 18"
    VULNERABLE = "vulnerable", "Vulnerable"
    INTIMIDATED = "intimidated", "Intimidated"
    DISCRETIONARY = "discretionary", "By the provider's own decision"


class TaskKind(TextChoices):
    """What a person must do because the software could not, or must not."""

    CHANNEL = "channel", "Ask which ways of contact are safe"
    BOUNCED = "bounced", "An e-mail did not arrive: check the address"
    NO_ADDRESS = "no_address", "There is no e-mail address: tell them about help yourself"
    STOPPED = "stopped", "A service stopped: ask them which help they would like now"
