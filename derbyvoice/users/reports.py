"""Counts about the people who work here. They are staff, not the people we serve: nothing is suppressed."""

from datetime import datetime

from derbyvoice.users.models import User


def never_came(user: User, now: datetime) -> int:
    """People who may sign in and never did."""
    return User.objects.filter(is_active=True, last_login=None).count()
