"""Who acts when nobody is signed in."""

from dataclasses import dataclass

from derbyvoice.users.models import User


@dataclass(frozen=True)
class Actor:
    """A hand without an account: a person with return words or a link, a program with a key, or the clock."""

    kind: str


PERSON, PROGRAM, CLOCK = Actor("person"), Actor("program"), Actor("clock")
By = User | Actor
