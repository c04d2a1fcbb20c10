"""Messages to the panel. A stranger who reads the lock screen learns that somebody signed up for something."""

from derbyvoice.notifications.kinds import Kind, Ready, Withheld, register
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.office.links import link_to
from derbyvoice.vault.sealing import open_words
from surveys.panel.leaving import leave_token
from surveys.panel.models import Knock, Subscriber

CODE, WELCOME = "panel.code", "panel.welcome"


def prepare_code(message: Message) -> Ready | Withheld:
    """The code that shows that an address is the person's own. Not sent once it is of no use any more."""
    waiting = Knock.objects.select_related("subscriber").filter(until__gt=clock.now())
    knock = waiting.filter(reference=message.recipient_ref).first()
    if knock is None:
        return Withheld("The code is not needed any more.")
    code = open_words(knock, "code", purpose="contact")
    lines = (
        f"Your code is {code}",
        "Enter it on the page where you asked for it. It works for 30 minutes.",
        "If you did not ask for it, you need do nothing.",
    )
    return Ready(open_words(knock.subscriber, "address", purpose="contact"), "Your code", "\n\n".join(lines))


def prepare_welcome(message: Message) -> Ready | Withheld:
    """Says that it worked, and how to leave. Not sent to somebody who has left already."""
    subscriber = Subscriber.objects.joined().filter(reference=message.recipient_ref).first()
    if subscriber is None:
        return Withheld("This person has left.")
    leave = link_to("public", "panel_leave", leave_token(subscriber))
    lines = (
        "Thank you. You are on the list.",
        "Now and then we will ask you a few short questions. You never have to answer.",
        f"To leave, open this page and press the button: {leave}",
        office_now().service_name,
    )
    address = open_words(subscriber, "address", purpose="contact")
    return Ready(address, "You are on the list", "\n\n".join(lines), headers=leaving_headers(leave))


def leaving_headers(leave: str) -> dict[str, str]:
    """RFC 8058: mail programs show a button that leaves with one tap."""
    return {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def register_all() -> None:
    register(Kind(CODE, "A code that proves an address, for somebody who wants to join the panel.", prepare_code))
    register(Kind(WELCOME, "Welcome to the panel, with the way to leave it.", prepare_welcome))
