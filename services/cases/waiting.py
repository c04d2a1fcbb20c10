"""What waits for officers and supervisors, counted for their first page."""

from datetime import datetime

from derbyvoice.users import roles
from derbyvoice.users.attention import Attention
from derbyvoice.users.models import User
from services.cases import due
from services.cases.models import CaseClock, OfficerTask


def to_contact(user: User, now: datetime) -> int:
    mine = CaseClock.objects.visible_to(user).filter(officer__user=user)
    return int(mine.to_contact(due.london_day(now)).count())


def to_do(user: User, now: datetime) -> int:
    return int(OfficerTask.objects.visible_to(user).waiting().filter(case__officer__user=user).count())


def overdue(user: User, now: datetime) -> int:
    return int(CaseClock.objects.visible_to(user).overdue(due.london_day(now)).count())


OFFICER = (roles.CASE_OFFICER,)
ITEMS = (
    Attention("cases.to_contact", "to contact today", to_contact, "cases_due", 10, OFFICER),
    Attention("cases.to_do", "other things to do", to_do, "cases_due", 20, OFFICER, "other thing to do"),
    Attention("cases.overdue", "overdue in your team", overdue, "cases_overdue", 15, (roles.SUPERVISOR,)),
)
