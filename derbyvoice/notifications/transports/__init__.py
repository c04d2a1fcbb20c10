"""Ways out of the house. Each answers in the same words, so that the sender need not know which one it has."""

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, Self

from django.conf import settings

from derbyvoice.notifications.letters import Letter

BeforeLastByte = Callable[[], None]


class NotTaken(Exception):
    """This letter was certainly not taken now; it may be later."""


class Refused(Exception):
    """This letter is refused for good. `dead`: the address takes no mail at all."""

    def __init__(self, reason: str, *, dead: bool = False) -> None:
        super().__init__(reason)
        self.dead = dead


class Unreachable(Exception):
    """The transport is away. This letter was certainly not taken, and others would not be."""


class NoAnswer(Exception):
    """The last byte went out and no answer came back: nobody knows whether the letter was taken."""


class Transport(Protocol):
    """One connection, for one batch. `deliver` calls `before_last_byte` when only the last byte is missing."""

    name: str
    can_be_asked: bool

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def deliver(self, letter: Letter, *, before_last_byte: BeforeLastByte) -> str:
        """Send; give back the transport's own reference. Raises one of the four answers above."""
        ...

    def ask(self, reference: str) -> bool:
        """Was a letter with this reference taken? Raises `Unreachable`. Only where `can_be_asked`."""
        ...


WAYS_OUT = {"smtp": "SmtpTransport", "folder": "FolderTransport", "notify": "NotifyTransport"}


def open_transport() -> Transport:
    """The transport that the settings name. It connects when the first letter goes."""
    module = import_module(f"derbyvoice.notifications.transports.{settings.TRANSPORT}")
    transport: Transport = getattr(module, WAYS_OUT[settings.TRANSPORT])()
    return transport
