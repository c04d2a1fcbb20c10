"""Kinds of question, of silence and of consent, and the states of a survey."""

from django.db.models import TextChoices


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


class QuestionKind(TextChoices):
    SINGLE = "single", "One of several"
    SEVERAL = "several", "As many as fit"
    SCALE = "scale", "A number on a scale"
    TEXT = "text", "Own words"


class NoAnswer(TextChoices):
    """Three ways of not answering. They mean different things and are stored apart."""

    SKIPPED = "skipped", "Skipped"
    NOT_SAID = "not_said", "I would rather not say"
    NOT_APPLICABLE = "not_applicable", "This does not apply to me"


class Consent(TextChoices):
    """What a person may allow, use by use. Everything is off until they switch it on."""

    COUNT = "count", "Count my answers with everybody else's"
    READ = "read", "Staff may read my words"
    QUOTE = "quote", "You may quote me in reports, without my name"
    PUBLISH = "publish", "You may publish my words, without my name"
    SHARE = "share", "You may share my words with the service they are about"
    CONTACT = "contact", "You may contact me about what I said"
    JOIN = "join", "I would like to join the panel"


CONSENT_HINTS: dict[str, str] = {
    Consent.COUNT: "Only as part of a number. Small numbers are never shown.",
    Consent.READ: "Researchers who work for the office. Nobody from the police.",
    Consent.QUOTE: "A sentence or two. We take out anything that could show who you are.",
    Consent.PUBLISH: "Your account on a public page. We take out anything that could show who you are.",
    Consent.SHARE: "So that they can do better. They are not told who you are.",
    Consent.CONTACT: "Leave an e-mail address below that is safe for you.",
    Consent.JOIN: "Short surveys on topics you choose. You can leave with one tap.",
}
