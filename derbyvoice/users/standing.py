"""Whether somebody still has work here. A room may say so for a role whose work ends by itself, on a day."""

from collections.abc import Callable
from datetime import datetime

from derbyvoice.users.models import User
from derbyvoice.users.roles import Role

AtWork = Callable[[User, datetime], bool]
_asked: dict[str, AtWork] = {}


def register(role: Role, at_work: AtWork) -> None:
    """Called from a room's AppConfig.ready(). One room answers for a role."""
    if _asked.setdefault(role.key, at_work) is not at_work:
        raise ValueError(f"Two rooms answer for {role.name}.")


def has_work(user: User, *, now: datetime) -> bool:
    """False when all roles of this person are of the kind that ends by itself, and the work of each is over."""
    if not user.role_keys or user.role_keys - _asked.keys():
        return True
    return any(_asked[key](user, now) for key in user.role_keys)
