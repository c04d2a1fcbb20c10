from django.db.models import TextChoices


class SpaceState(TextChoices):
    """Where a person's private page stands."""

    OFFERED = "offered", "Link sent, not opened yet"
    OPEN = "open", "In use"
    CLOSED = "closed", "Closed"


class Side(TextChoices):
    """Who wrote a message."""

    PERSON = "person", "You"
    TEAM = "team", "Witness Care"


class RequestKind(TextChoices):
    MEASURES = "measures", "Help to give evidence"
    EARLIER = "earlier", "An earlier day"


class RuleKind(TextChoices):
    """What a time limit is for."""

    MEASURES = "measures", "Help to give evidence"
    EARLIER = "earlier", "An earlier day"
    MESSAGE = "message", "A message"


class RequestState(TextChoices):
    """Where a request stands. The court decides; Witness Care and the prosecutor only pass it on."""

    RECEIVED = "received", "With Witness Care"
    PASSED_ON = "passed_on", "With the prosecutor"
    AGREED = "agreed", "Agreed by the court"
    PARTLY = "partly", "Partly agreed by the court"
    REFUSED = "refused", "Not agreed by the court"
    WITHDRAWN = "withdrawn", "Taken back"


OPEN_REQUESTS = frozenset({RequestState.RECEIVED, RequestState.PASSED_ON})
TRANSITIONS: dict[str, frozenset[str]] = {
    RequestState.RECEIVED: frozenset({RequestState.PASSED_ON, RequestState.WITHDRAWN}),
    RequestState.PASSED_ON: frozenset(
        {RequestState.AGREED, RequestState.PARTLY, RequestState.REFUSED, RequestState.WITHDRAWN}
    ),
    RequestState.AGREED: frozenset(),
    RequestState.PARTLY: frozenset(),
    RequestState.REFUSED: frozenset({RequestState.RECEIVED}),
    RequestState.WITHDRAWN: frozenset(),
}


class Court(TextChoices):
    NOT_KNOWN = "", "Not known yet"
    MAGISTRATES = "magistrates", "Magistrates' court or youth court"
    CROWN = "crown", "Crown Court"


class CountedFrom(TextChoices):
    """The day from which a limit is counted; that day itself is not counted."""

    PLEA = "plea", "The day of the not-guilty plea"
    REQUEST = "request", "The day it came in"


class Measure(TextChoices):
    """Special measures of the Youth Justice and Criminal Evidence Act 1999, sections 23 to 30, in plain words."""

    SCREEN = "s23", "A screen, so that the other person and I cannot see each other"
    LIVE_LINK = "s24", "To speak by video from another room"
    PRIVATE = "s25", "People who only watch to leave the room"
    WIGS_OFF = "s26", "The judge and lawyers not to wear wigs and gowns"
    RECORDED = "s27", "My recorded interview to be played instead of telling it again"
    RECORDED_CROSS = "s28", "To be asked the questions earlier, and have that recorded"
    INTERMEDIARY = "s29", "Somebody trained who helps me understand and be understood"
    AID = "s30", "Something that helps me to communicate"


class Ground(TextChoices):
    """Why somebody may ask for an earlier day."""

    CHILD = "child", "I am under 18"
    HEALTH = "health", "My health"
    VULNERABLE = "vulnerable", "Waiting makes it hard for me to cope or to remember"
    MOVED = "moved", "The day was moved more than once"
    OTHER = "other", "Something else"
