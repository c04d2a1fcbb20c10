"""The one message that this room sends: an officer's morning. It says how many, and where to look; nothing else."""

from datetime import date, datetime

from derbyvoice.notifications.kinds import Kind, Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.links import link_to
from derbyvoice.users import roles
from services.cases import due
from services.cases.actions.sweeping import DIGEST, DIGEST_UNTIL
from services.cases.models import CaseClock, Officer, OfficerTask

WORDS = """Good morning.

{lines}

Please sign in to see your list:
{link}

This message was sent automatically.
"""


def prepare_digest(message: Message) -> Ready | Withheld:
    """Counted again at the moment of sending: what was done meanwhile is not asked for."""
    officer = Officer.objects.select_related("user").get(pk=message.recipient_ref.removeprefix("officer:"))
    day = date.fromisoformat(message.context_ref.removeprefix("day:"))
    lines = lines_for(officer, day)
    if is_over(day, clock.now()):
        return Withheld("its morning is over")
    if not officer.serving or not officer.user.has_role(roles.CASE_OFFICER, roles.SUPERVISOR):
        return Withheld("this officer no longer works here")
    if not lines:
        return Withheld("nothing is due any more")
    words = WORDS.format(lines="\n".join(lines), link=link_to("staff", "cases_due"))
    return Ready(address=officer.user.email, subject="Your list for today", text=words)


def is_over(day: date, now: datetime) -> bool:
    """A message that was held up goes until the evening of its day, and not afterwards: the next day has its own."""
    local = now.astimezone(due.LONDON)
    return local.date() != day or local.time() >= DIGEST_UNTIL


def lines_for(officer: Officer, day: date) -> list[str]:
    clocks = CaseClock.objects.filter(officer=officer)
    today, before = clocks.filter(due_on=day).count(), clocks.overdue(day).count()
    tasks = OfficerTask.objects.waiting().filter(case__officer=officer).count()
    counted = ((today, "due today"), (before, "due before today"), (tasks, "other things to do"))
    return [f"{count} {words}" for count, words in counted if count]


KIND = Kind(DIGEST, "An officer's morning message: how many are due, and a link", prepare_digest)
