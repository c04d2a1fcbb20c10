"""Messages to the panel, in the language that each member chose. A stranger who reads the lock screen learns that
somebody signed up for something."""

from django.utils.translation import gettext as _

from derbyvoice.audit.actors import CLOCK
from derbyvoice.govuk.languages import asking
from derbyvoice.notifications.kinds import Kind, Later, Ready, Withheld, register
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.office.links import link_to
from derbyvoice.vault.sealing import open_words
from surveys.panel.actions.inviting import INVITE
from surveys.panel.actions.joining import CODE
from surveys.panel.actions.own import WELCOME, not_reached
from surveys.panel.choices import Safe
from surveys.panel.links import invitation_token, leave_token
from surveys.panel.models import Invitation, Knock, Subscriber
from surveys.panel.places import answered, place_of
from surveys.panel.safe_times import is_safe, next_safe
from surveys.questionnaires.languages import language_of
from surveys.responses.speaking import speaking


def prepare_code(message: Message) -> Ready | Withheld:
    """The code that shows that an address is the person's own. Not sent once it is of no use any more."""
    waiting = Knock.objects.select_related("subscriber").filter(until__gt=clock.now())
    knock = waiting.filter(reference=message.recipient_ref).first()
    if knock is None:
        return Withheld("The code is not needed any more.")
    address = open_words(knock.subscriber, "address", purpose="contact")
    with speaking(language_of(knock.subscriber.language)):
        return code_letter(address, open_words(knock, "code", purpose="contact"))


def code_letter(address: str, code: str) -> Ready:
    lines = (
        _("Your code is %(code)s") % {"code": code},
        _("Enter it on the page where you asked for it. It works for 30 minutes."),
        _("If you did not ask for it, you need do nothing."),
    )
    return Ready(address, _("Your code"), "\n\n".join(lines))


def prepare_welcome(message: Message) -> Ready | Withheld | Later:
    """Says that it worked, and how to leave. Not sent unless the address is safe now, nor at another hour."""
    subscriber = Subscriber.objects.joined().filter(reference=message.recipient_ref).first()
    if subscriber is None:
        return Withheld("This person has left.")
    if answer := unless_unsafe(subscriber):
        return answer
    address = open_words(subscriber, "address", purpose="contact")
    with speaking(language_of(subscriber.language)):
        return welcome_letter(address, leave_link(subscriber), service_name())


def unless_unsafe(subscriber: Subscriber) -> Withheld | Later | None:
    """Why no message may go to this member now; None if it may."""
    if subscriber.safe != Safe.YES:
        return Withheld("This address is not known to be safe.")
    times = {"days": subscriber.days, "parts": subscriber.parts}
    return None if is_safe(clock.now(), **times) else Later(next_safe(clock.now(), **times))


def service_name() -> str:
    return str(office_now().service_name)


def leave_link(subscriber: Subscriber) -> str:
    """The page speaks as the letter does, also when nothing is known of the member any more."""
    return link_to("public", "panel_leave", leave_token(subscriber)) + asking()


def welcome_letter(address: str, leave: str, name: str) -> Ready:
    lines = (
        _("Thank you. You are on the list."),
        _("Now and then we will ask you a few short questions. You never have to answer."),
        _("To leave, open this page and press the button: %(leave)s") % {"leave": leave},
        name,
    )
    return Ready(address, _("You are on the list"), "\n\n".join(lines), headers=leaving_headers(leave))


def prepare_invitation(message: Message) -> Ready | Withheld | Later:
    """A link to some questions; the first time, or as a reminder. Whether it is wanted and safe is asked now."""
    reference, _, step = message.context_ref.partition(":")
    rows = Invitation.objects.select_related("subscriber", "wave__series__survey")
    row = rows.filter(reference=reference, subscriber__reference=message.recipient_ref).first()
    if row is None:
        return Withheld("This person has left.")
    if reason := not_wanted(row):
        return Withheld(reason)
    if answer := unless_unsafe(row.subscriber):
        return answer
    address = open_words(row.subscriber, "address", purpose="contact")
    with speaking(language_of(row.subscriber.language)):
        link = link_to("public", "panel_invited", invitation_token(row, int(step))) + asking()
        return invitation_letter(address, link, leave_link(row.subscriber), service_name(), again=int(step) > 1)


def not_wanted(row: Invitation) -> str:
    """Why there is nothing to ask any more; empty if there is."""
    day, paused = clock.today(), row.subscriber.paused_until
    if not row.wave.takes_answers(day):
        return "This wave is over."
    if paused and paused > day:
        return "This person asked for a pause."
    if row.used or answered([place_of(row)]):
        return "The link was used."
    return ""


def invitation_letter(address: str, link: str, leave: str, name: str, *, again: bool) -> Ready:
    reminding = _("We asked you a few days ago, and this is only to remind you.")
    lines = (
        _("Hello,"),
        reminding if again else _("You said that we may ask you."),
        _("There are a few short questions here, if you like: %(link)s") % {"link": link},
        _("You never have to answer. On the same page you can leave the list."),
        name,
    )
    subject = _("Your questions are still here") if again else _("A few questions, if you like")
    return Ready(address, subject, "\n\n".join(lines), headers=leaving_headers(leave))


def leaving_headers(leave: str) -> dict[str, str]:
    """RFC 8058: mail programs show a button that leaves with one tap."""
    return {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def came_back(message: Message) -> None:
    """A refused or returned message: the address is not safe to write to until the member says so again."""
    not_reached(reference=message.recipient_ref, by=CLOCK)


SOMEBODY, PAGE = "robin@example.org", "https://voice.example/leave-list/0f.a/"


def register_all() -> None:
    register(
        Kind(
            CODE,
            "A code that proves an address, for somebody who wants to join the panel or come back to it.",
            prepare_code,
            sample=lambda: code_letter(SOMEBODY, "482913"),
        )
    )
    register(
        Kind(
            WELCOME,
            "Welcome to the panel, with the way to leave it.",
            prepare_welcome,
            on_failure=came_back,
            sample=lambda: welcome_letter(SOMEBODY, PAGE, "Voice"),
        )
    )
    register(
        Kind(
            INVITE,
            "An invitation to answer a wave of the panel, or a reminder of it.",
            prepare_invitation,
            on_failure=came_back,
            sample=lambda: invitation_letter(SOMEBODY, "https://voice.example/q/0f-1.a/", PAGE, "Voice", again=True),
        )
    )
