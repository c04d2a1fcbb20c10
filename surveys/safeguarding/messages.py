"""Two neutral messages to people who work here. A stranger who reads them learns that somebody has work to do."""

from derbyvoice.notifications.kinds import Kind, Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.links import link_to
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.safeguarding.actions import OVERDUE, RAISED
from surveys.safeguarding.choices import State
from surveys.safeguarding.models import Flag

RAISED_WORDS = """Hello.

Something new at your desk needs you. It has a time by which it must be done.

Please sign in:
{link}

This message was sent automatically.
"""
OVERDUE_WORDS = """Hello.

Something at the desk is past its time. Please look today, or ask a colleague to.

Please sign in:
{link}

This message was sent automatically.
"""


def prepare_raised(message: Message) -> Ready | Withheld:
    flag = Flag.objects.only("state").get(pk=number_in(message.context_ref))
    if flag.state != State.RAISED:
        return Withheld("somebody looks at it already")
    return to(message, "Something new at your desk", RAISED_WORDS)


def prepare_overdue(message: Message) -> Ready | Withheld:
    if not Flag.objects.overdue(clock.now()).exists():
        return Withheld("nothing is past its time any more")
    return to(message, "Something at the desk is past its time", OVERDUE_WORDS)


def to(message: Message, subject: str, words: str) -> Ready | Withheld:
    """To whoever still has this work, asked at the moment of sending."""
    person = User.objects.get(pk=number_in(message.recipient_ref))
    if not person.has_role(roles.SAFEGUARDING_LEAD, roles.OFFICE_STAFF):
        return Withheld("this person no longer does this work")
    return Ready(address=person.email, subject=subject, text=words.format(link=link_to("staff", "desk_home")))


def number_in(reference: str) -> int:
    return int(reference.partition(":")[2])


def sample(subject: str, words: str) -> Ready:
    return Ready("person@example.org", subject, words.format(link="https://staff.example.org/desk/"))


KINDS = (
    Kind(RAISED, "Something new waits for a safeguarding lead", prepare_raised,
         sample=lambda: sample("Something new at your desk", RAISED_WORDS)),
    Kind(OVERDUE, "Something of the safeguarding leads is past its time", prepare_overdue,
         sample=lambda: sample("Something at the desk is past its time", OVERDUE_WORDS)),
)  # fmt: skip
