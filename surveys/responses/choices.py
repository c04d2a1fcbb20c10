from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from surveys.questionnaires.choices import Consent, JourneyPart, Teller

__all__ = [
    "CONSENT_FIELDS",
    "NO_ADDRESS",
    "TRANSITIONS",
    "Channel",
    "Ending",
    "JourneyPart",
    "Progress",
    "State",
    "Teller",
]

NO_ADDRESS = _("Enter an e-mail address, or take out the tick at “You may contact me”")


class State(TextChoices):
    RECEIVED = "received", "Received"
    WITHDRAWN = "withdrawn", "Taken back"


class Channel(TextChoices):
    """How answers reached us. It stands beside every figure, since people say other things by telephone."""

    WEB = "web", "On the web"
    KIOSK = "kiosk", "On a screen in a waiting room"
    PAPER = "paper", "On paper"
    TELEPHONE = "telephone", "By telephone"
    INTERVIEW = "interview", "In an interview"


class Progress(TextChoices):
    """What can happen to a response after it arrived, in the order in which it is told."""

    READ = "read", "Somebody read it"
    USED = "used", "It helped us to see something"
    ACTION = "action", "Something was done"


class Ending(TextChoices):
    """How it ended when somebody wanted to be named. Nothing is published here: that is agreed person to person."""

    AGREED = "agreed", "We agreed how their name is used"
    NO_NAME = "no_name", "They stay without a name"
    NOT_REACHED = "not_reached", "We could not reach them"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.RECEIVED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
CONSENT_FIELDS: dict[Consent, str] = {consent: f"may_{consent.value}" for consent in Consent}


class TranscriptState(TextChoices):
    """How far somebody is with writing down what was said."""

    NONE = "none", "Not begun"
    BEGUN = "begun", "Being written"
    DONE = "done", "Done"
