"""Kinds of question, of silence and of consent, and the states of a survey."""

from django.db.models import TextChoices
from django.utils.translation import gettext_noop as _


class State(TextChoices):
    """Whether a survey takes answers. Answers that were begun may still be finished after it closes."""

    PREPARED = "prepared", "Being prepared"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.PREPARED: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}


class Did(TextChoices):
    """What somebody did to a draft."""

    BEGAN = "began", "Began"
    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    MOVED = "moved", "Moved"
    COPIED = "copied", "Copied"
    DELETED = "deleted", "Deleted"
    PUT_BACK = "put_back", "Put back"
    INSERTED = "inserted", "Put in the set"
    WENT_BACK = "went_back", "Went back to an earlier draft"


class QuestionKind(TextChoices):
    SINGLE = "single", "One of several"
    SEVERAL = "several", "As many as fit"
    SCALE = "scale", "A number on a scale"
    MATRIX = "matrix", "Several things, each from 1 to 5"
    RANKING = "ranking", "Things in order"
    NUMBER = "number", "A number"
    MONTH = "month", "A month and year"
    DISTRICT = "district", "A district"
    COHORT = "cohort", "A group of people"
    SHORT = "short", "A few words"
    TEXT = "text", "Own words"
    VOICE = "voice", "A voice recording"
    STATEMENT = "statement", "Something to read, without an answer"


ONE_OF = frozenset({QuestionKind.SINGLE, QuestionKind.DISTRICT, QuestionKind.COHORT})
"""One option is chosen."""
OF_THE_OFFICE = frozenset({QuestionKind.DISTRICT, QuestionKind.COHORT})
"""The options are the office's own facts, taken into the version when it is published."""
LISTED = ONE_OF | {QuestionKind.SEVERAL, QuestionKind.RANKING}
"""Options are chosen from a list."""
NUMERIC = frozenset({QuestionKind.SCALE, QuestionKind.NUMBER, QuestionKind.MONTH})
WRITTEN = frozenset({QuestionKind.SHORT, QuestionKind.TEXT})
"""Words of one's own, which are sealed."""
SEALED = WRITTEN | {QuestionKind.VOICE}
CLOSED = LISTED | NUMERIC | {QuestionKind.MATRIX}
"""Answers that are counted."""


class Measure(TextChoices):
    """What a closed question is known to ask, in every survey: then its answer is of use beyond its own count."""

    SATISFACTION = "satisfaction", "How satisfied they are"
    TELLER = "teller", "Whose experience it is"
    CONCERNS = "concerns", "The part of the journey it is about"
    SERVICE = "service", "The service it is about"
    AGE = "age", "How old they are"
    PLACING = "placing", "Where they place it between two ends"


class NoAnswer(TextChoices):
    """Three ways of not answering. They mean different things and are stored apart."""

    SKIPPED = "skipped", _("Skipped")
    NOT_SAID = "not_said", _("I would rather not say")
    NOT_APPLICABLE = "not_applicable", _("This does not apply to me")


class Teller(TextChoices):
    """Whose voice it is. Kept apart in every analysis: a helper's view is not the person's own."""

    SELF = "self", "For myself"
    FOR_SOMEONE = "for_someone", "For somebody else"
    WITH_SOMEONE = "with_someone", "Together with somebody"


class JourneyPart(TextChoices):
    """The part of the way that somebody goes after something happened to them."""

    REPORTING = "reporting", "Telling somebody what happened"
    FIRST_RESPONSE = "first_response", "The first people who came or answered"
    INFORMED = "informed", "Being kept informed"
    SUPPORT = "support", "Getting help and support"
    INVESTIGATION = "investigation", "While it was looked into"
    DECISION = "decision", "The decision about what happens next"
    COURT = "court", "Court"
    AFTER = "after", "The time afterwards"


class Consent(TextChoices):
    """What a person may allow, use by use. Everything is off until they switch it on."""

    COUNT = "count", _("Count my answers with everybody else's")
    READ = "read", _("Staff may read my words")
    QUOTE = "quote", _("You may quote me in reports, without my name")
    PUBLISH = "publish", _("You may publish my words, without my name")
    SHARE = "share", _("You may share my words with the service they are about")
    CONTACT = "contact", _("You may contact me about what I said")
    JOIN = "join", _("I would like to join the panel")


CONSENT_HINTS: dict[str, str] = {
    Consent.COUNT: _("Only as part of a number. Small numbers are never shown."),
    Consent.READ: _("Researchers who work for the office. Nobody from the police."),
    Consent.QUOTE: _("A sentence or two. We take out anything that could show who you are."),
    Consent.PUBLISH: _("Your account on a public page. We take out anything that could show who you are."),
    Consent.SHARE: _("So that they can do better. They are not told who you are."),
    Consent.CONTACT: _("Leave an e-mail address below that is safe for you."),
    Consent.JOIN: _("Short surveys on topics you choose. You can leave with one tap."),
}
