"""Two messages to the person of a case: a link, and that there is news. Neither says what it is about."""

from derbyvoice.notifications.kinds import Kind, Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.office.links import link_to
from derbyvoice.vault.sealing import open_words
from services.cases.actions import leave_task
from services.cases.choices import Channel, TaskKind
from services.cases.models import Case
from services.cases.rules import an_automatic_message_may_go
from services.witness_care.actions.space import LINK
from services.witness_care.actions.talking import NEWS
from services.witness_care.choices import SpaceState
from services.witness_care.models import PrivateSpace

LINK_WORDS = """Hello.

Here is the page that we told you about:
{link}

You need the code that you were given. Please keep this message if you want to use the page again.

If you did not expect this message, you can delete it.

{sender}
"""
NEWS_WORDS = """Hello.

There is something new for you on the page that you use with us.

{sender}
"""


def prepare_link(message: Message) -> Ready | Withheld:
    case, space = who(message)
    if reason := why_not(case, space, message):
        return Withheld(reason)
    if space.token is None:
        return Withheld("the page is open already")
    page = link_to("public", "witness_care_door", open_words(space, "token", purpose="contact"))
    return to(case, "The page we told you about", LINK_WORDS.format(link=page, sender=office_now().service_name))


def prepare_news(message: Message) -> Ready | Withheld:
    case, space = who(message)
    if reason := why_not(case, space, message):
        return Withheld(reason)
    return to(case, "Something new for you", NEWS_WORDS.format(sender=office_now().service_name))


def who(message: Message) -> tuple[Case, PrivateSpace]:
    case = Case.objects.select_related("crime_group", "victim").get(pk=number_in(message.recipient_ref))
    return case, PrivateSpace.objects.get(pk=number_in(message.context_ref))


def why_not(case: Case, space: PrivateSpace, message: Message) -> str:
    """Why this must not go now; empty if it may. What could not be sent becomes a task for the officer."""
    if space.state == SpaceState.CLOSED:
        return "the page is closed"
    if case.victim.email is None:
        leave_task(case, kind=TaskKind.NO_ADDRESS, dedupe_key=f"no-address:{message.pk}", day=clock.today())
        return "there is no address"
    if not an_automatic_message_may_go(case, Channel.EMAIL):
        leave_task(case, kind=TaskKind.CHANNEL, dedupe_key=f"channel:{message.pk}", day=clock.today())
        return "the channel is not recorded as safe"
    return ""


def to(case: Case, subject: str, text: str) -> Ready:
    return Ready(address=open_words(case.victim, "email", purpose="contact"), subject=subject, text=text)


def on_failure(message: Message) -> None:
    """It bounced or was refused: the officer is told."""
    case = Case.objects.get(pk=number_in(message.recipient_ref))
    leave_task(case, kind=TaskKind.BOUNCED, dedupe_key=f"bounced:{message.pk}", day=clock.today())


def number_in(reference: str) -> int:
    return int(reference.partition(":")[2])


KINDS = (
    Kind(LINK, "A neutral link to a private page, which needs a code as well", prepare_link, on_failure),
    Kind(NEWS, "There is something new on a private page", prepare_news, on_failure),
)
