"""Messages to askers. They carry one link and none of the asker's words; nothing in them tells what was asked."""

from derbyvoice.notifications.kinds import Kind, Ready, Withheld, register
from derbyvoice.notifications.models import Message
from derbyvoice.office.context import office_now
from derbyvoice.office.links import link_to
from derbyvoice.vault.sealing import open_words
from scrutiny.questions import actions, links
from scrutiny.questions.choices import State
from scrutiny.questions.models import Asker, Question

CONFIRM_SUBJECT = "Please confirm your message"
CONFIRM_TEXT = """Hello

Somebody, most likely you, sent us a message and gave this address.
To send it on, open this page and press the button:

{link}

If it was not you, do nothing. The message will then be deleted.

{name}
"""
NEWS_SUBJECT = "An update on your message"
NEWS_TEXT = """Hello

There is news about the message that you sent to us. You can read it here:

{link}

You do not have to do anything.

{name}
"""


def asker_of(message: Message) -> Asker | None:
    number = message.recipient_ref.removeprefix("asker:")
    return Asker.objects.select_related("question").filter(pk=number).first()


def prepare_confirmation(message: Message) -> Ready | Withheld:
    asker = asker_of(message)
    if asker is None or asker.question.state != State.UNCONFIRMED:
        return Withheld("confirmed already, or destroyed")
    return ready(asker, CONFIRM_SUBJECT, CONFIRM_TEXT, private_link("questions_confirm", links.CONFIRM, asker.question))


def prepare_news(message: Message) -> Ready | Withheld:
    """The link leads to the published page once there is one, else to the asker's own page."""
    asker = asker_of(message)
    number = message.context_ref.split(":")[1]
    subject = Question.objects.filter(pk=number).first()
    if asker is None or subject is None or asker.mail_failed:
        return Withheld("the asker's details are destroyed, or the address takes no mail")
    if subject.state != message.context_ref.split(":")[2]:
        return Withheld("no longer true")
    if subject.state == State.PUBLISHED:
        link = link_to("public", "questions_page", subject.reference)
    else:
        link = private_link("questions_follow", links.FOLLOW, asker.question)
    return ready(asker, NEWS_SUBJECT, NEWS_TEXT, link)


def private_link(name: str, purpose: str, question: Question) -> str:
    return link_to("public", name, question.reference, links.code_for(purpose, question))


def ready(asker: Asker, subject: str, text: str, link: str) -> Ready:
    address = open_words(asker, "email", purpose="contact")
    return Ready(address, subject, text.format(link=link, name=office_now().service_name))


def on_failure(message: Message) -> None:
    if asker := asker_of(message):
        actions.note_failed_mail(asker)


def register_kinds() -> None:
    register(
        Kind(actions.CONFIRM_MAIL, "Asks the sender of a question to confirm it", prepare_confirmation, on_failure)
    )
    register(Kind(actions.NEWS_MAIL, "Tells an asker that there is news about the question", prepare_news, on_failure))
