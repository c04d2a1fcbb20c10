"""How a referral came about, on what basis in law, and where it stands."""

from django.db.models import TextChoices


class Source(TextChoices):
    SELF = "self", "The person asked"
    OFFICER = "officer", "An officer referred them"
    RULE = "rule", "An automatic rule"


class Basis(TextChoices):
    """The basis in law on which a person's details are passed on."""

    CONSENT = "consent", "Consent"
    EXPLICIT_CONSENT = "explicit", "Explicit consent"
    PUBLIC_TASK = "public_task", "Public task"
    LEGAL_OBLIGATION = "obligation", "Legal obligation"


CONSENTED = frozenset({Basis.CONSENT, Basis.EXPLICIT_CONSENT})


class State(TextChoices):
    """Where a referral stands, as the provider tells it."""

    SENT = "sent", "New"
    ACCEPTED = "accepted", "Accepted"
    STARTED = "started", "Support has begun"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "The person does not want it"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.SENT: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.STARTED, State.CLOSED, State.DECLINED, State.WITHDRAWN}),
    State.STARTED: frozenset({State.CLOSED, State.WITHDRAWN}),
    State.CLOSED: frozenset(),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
WORKING = frozenset({State.SENT, State.ACCEPTED, State.STARTED})
FINISHED = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN})
NOT_THEIRS = frozenset({State.DECLINED, State.WITHDRAWN})
"""The service does not help this person: it has no business with who they are."""


class Reason(TextChoices):
    """Why a referral was declined, closed or withdrawn; closed answers, never words about the person."""

    FULL = "full", "We have no room"
    NOT_OURS = "not_ours", "Another service fits better"
    NOT_REACHED = "not_reached", "We could not reach them"
    CONFLICT = "conflict", "One of us knows somebody concerned"
    ENDED = "ended", "Support has ended as planned"
    NOT_WANTED = "not_wanted", "They do not want it"
    STOPPED = "stopped", "The service stopped, and their officer asked them anew"


REASONS_FOR: dict[str, frozenset[str]] = {
    State.DECLINED: frozenset({Reason.FULL, Reason.NOT_OURS, Reason.NOT_REACHED, Reason.CONFLICT}),
    State.CLOSED: frozenset({Reason.ENDED, Reason.NOT_REACHED}),
    State.WITHDRAWN: frozenset({Reason.NOT_WANTED}),
}
LET_GO: dict[str, State] = {
    State.SENT: State.DECLINED,
    State.ACCEPTED: State.DECLINED,
    State.STARTED: State.CLOSED,
}
"""What becomes of a referral that nobody can work on any more, when the officer has talked to the person."""
