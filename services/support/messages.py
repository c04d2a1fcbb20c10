"""The message that help exists. Its outside and inside are neutral: what it is about stands behind the link."""

from derbyvoice.notifications.kinds import Kind, Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.office.links import link_to
from derbyvoice.vault.sealing import open_words
from services.cases.actions import leave_task
from services.cases.choices import Channel, State, TaskKind
from services.cases.models import Case
from services.cases.rules import an_automatic_message_may_go
from services.support.actions import INFORMATION
from services.support.models import SupportLink

WORDS = """Hello.

Here is the page that we told you about. It is private, and you can open it once:
{link}

The page works until {until}.

You do not have to do anything. If you did not expect this message, you can delete it.

{sender}
"""


def prepare(message: Message) -> Ready | Withheld:
    """Asked at the moment of sending: is the channel safe now, does the case stand, is the link still unused."""
    case = Case.objects.select_related("crime_group", "victim").get(pk=number_in(message.recipient_ref))
    link = SupportLink.objects.get(pk=number_in(message.context_ref))
    if reason := why_not(case, link):
        return Withheld(reason)
    address = open_words(case.victim, "email", purpose="contact")
    page = link_to("public", "support_link", open_words(link, "token", purpose="contact"))
    words = WORDS.format(link=page, until=f"{link.expires:%-d %B %Y}", sender=office_now().service_name)
    return Ready(address=address, subject="The page we told you about", text=words)


def why_not(case: Case, link: SupportLink) -> str:
    """Why this message must not go now; empty if it may. An unsafe channel becomes a task for the officer."""
    if case.state != State.OPEN:
        return "the case is closed"
    if link.opened or link.token is None or link.expires <= clock.now():
        return "the link was used or is too old"
    if case.victim.email is None:
        return "there is no address any more"
    if not an_automatic_message_may_go(case, Channel.EMAIL):
        leave_task(case, kind=TaskKind.CHANNEL, dedupe_key=f"channel:{link.pk}", day=clock.today())
        return "the channel is not recorded as safe"
    return ""


def on_failure(message: Message) -> None:
    """It bounced or was refused: nothing is tried again by itself, and the officer is told."""
    case = Case.objects.get(pk=number_in(message.recipient_ref))
    leave_task(case, kind=TaskKind.BOUNCED, dedupe_key=f"bounced:{message.pk}", day=clock.today())


def number_in(reference: str) -> int:
    return int(reference.partition(":")[2])


KIND = Kind(INFORMATION, "Help exists: a neutral message with a one-time link", prepare, on_failure)
