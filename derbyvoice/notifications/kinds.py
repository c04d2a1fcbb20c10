"""Kinds of message. The room that owns a kind says, at the moment of sending, to whom, whether it is safe, and what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from derbyvoice.notifications.models import Message


@dataclass(frozen=True)
class Ready:
    """Send this now. Subject, sender and words are neutral: a stranger who reads the lock screen learns nothing."""

    address: str
    subject: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Withheld:
    """Do not send: the channel is not recorded as safe, the person withdrew, or the need has passed."""

    reason: str


@dataclass(frozen=True)
class Later:
    """Not at this hour: the person named times at which messages are safe. Asked again then."""

    until: datetime


Prepare = Callable[[Message], Ready | Withheld] | Callable[[Message], Ready | Withheld | Later]
Sample = Callable[[], Ready]
OnFailure = Callable[[Message], None]


@dataclass(frozen=True)
class Kind:
    """`prepare` is asked again at every try. `on_failure` turns a bounce or a refusal into a task for a person.

    `sample` renders the kind's own template with invented facts, without the database: the tests judge its words."""

    key: str
    description: str
    prepare: Prepare
    on_failure: OnFailure | None = None
    sample: Sample | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Called from a room's AppConfig.ready(). A key is registered once."""
    if _kinds.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"The kind of message {kind.key} is registered twice.")
    return kind


def kind_of(message: Message) -> Kind:
    return _kinds[message.kind]


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.key)


def is_registered(key: str) -> bool:
    return key in _kinds
