"""An invented team with its officers, and the ten-day policy."""

from datetime import date

from derbyvoice.users import roles
from derbyvoice.users.actions import invite
from derbyvoice.users.demo import person
from derbyvoice.users.models import User
from services.cases.actions import keep_fact
from services.cases.models import ContactPolicy, Officer, Team

SOURCE = "Reported by the chief constable to the public meeting of July 2023: contact every ten days"
FIRST_DAY = date(2023, 7, 1)


def load(*, today: date, by: User) -> None:
    if Team.objects.exists():
        return
    team = keep_fact(Team(key="example-north", name="Example North"), by=by)
    other = invite(email="other.officer@example.org", name="Jo Example", roles=(roles.CASE_OFFICER,), by=by)
    holders = (("X1001", person(roles.CASE_OFFICER)), ("X1002", other), ("X2001", person(roles.SUPERVISOR)))
    for number, user in holders:
        keep_fact(Officer(user=user, force_id=number, team=team), by=by)
    keep_fact(ContactPolicy(days=10, valid_from=FIRST_DAY, source=SOURCE), by=by)
