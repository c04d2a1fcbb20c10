"""What readers above may know of cases: counts of work, never rows about a person."""

from datetime import date

from django.db.models import Count, Min, Q

from derbyvoice.lib.tables import Table
from derbyvoice.users.models import User
from services.cases.models import CaseClock


def overdue_by_team(user: User, *, day: date) -> Table:
    """For a supervisor: how many of each officer's people are due today and overdue, and since when.

    Counts of an officer's own work, shown only to their supervisor; they never leave the wing."""
    clocks = CaseClock.objects.visible_to(user).filter(due_on__lte=day)
    counted = (
        clocks.values("team__name", "officer__user__name")
        .annotate(
            today=Count("pk", filter=Q(due_on=day)), late=Count("pk", filter=Q(due_on__lt=day)), since=Min("due_on")
        )
        .order_by("-late", "officer__user__name")
    )
    rows = tuple(
        (row["officer__user__name"], row["team__name"], row["today"], row["late"], longest(row["since"], day))
        for row in counted
    )
    return Table("Contacts that are due, by officer", ("Officer", "Team", "Due today", "Overdue", "Longest"), rows)


def longest(since: date, day: date) -> str:
    days = (day - since).days
    return f"{days} day{'s' if days != 1 else ''}" if days else ""
