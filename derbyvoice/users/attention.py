"""What waits for somebody: each room registers what its people should look at, and a page counts it for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from derbyvoice.users.models import User
from derbyvoice.users.roles import Role

Count = Callable[[User, datetime], int]


@dataclass(frozen=True)
class Attention:
    """Something that can wait for people with these roles; lower `order` comes first.

    `words` stand after the count ("questions wait to be read"), `one` after a count of one, where that differs."""

    key: str
    words: str
    count: Count
    url_name: str
    order: int
    roles: tuple[Role, ...]
    one: str = ""


@dataclass(frozen=True)
class Waiting:
    """So much of it waits now."""

    what: Attention
    count: int

    @property
    def words(self) -> str:
        return self.what.one if self.count == 1 and self.what.one else self.what.words

    @property
    def url(self) -> str:
        return reverse(self.what.url_name)


_registered: dict[str, Attention] = {}


def register(what: Attention) -> Attention:
    """Called from a room's AppConfig.ready(). A key is registered once."""
    if _registered.setdefault(what.key, what) is not what:
        raise ValueError(f"{what.key} is registered twice.")
    return what


def waiting_for(user: User, *, now: datetime) -> list[Waiting]:
    """What waits for this person's roles, most pressing first; what has nothing waiting is left out."""
    theirs = [what for what in _registered.values() if user.has_role(*what.roles)]
    counted = [Waiting(what, what.count(user, now)) for what in sorted(theirs, key=lambda what: (what.order, what.key))]
    return [waiting for waiting in counted if waiting.count]
