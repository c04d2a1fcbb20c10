"""Messages to people who answered. A stranger who reads the lock screen learns that somebody asked for five words."""

from django.utils.translation import gettext as _

from derbyvoice.notifications.kinds import Kind, Ready, Withheld, register
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.vault.sealing import open_words
from surveys.questionnaires.languages import language_of
from surveys.responses.models import WordsByMail
from surveys.responses.speaking import speaking

WORDS = "responses.words"


def prepare_words(message: Message) -> Ready | Withheld:
    """Return words, on request, in the language in which the person answered.

    Not sent once a day has gone by: the person has other ways by then."""
    row = WordsByMail.objects.filter(reference=message.recipient_ref, until__gt=clock.now()).first()
    if row is None:
        return Withheld("The words are not kept any more.")
    address, words = (open_words(row, name, purpose="contact") for name in ("address", "words"))
    with speaking(language_of(message.context_ref)):
        return letter(address, words, office_now().service_name)


def letter(address: str, words: str, sender: str) -> Ready:
    lines = (
        _("Here are the five words that you asked for: %(words)s") % {"words": words},
        _("Keep them where nobody else looks, and delete this message if somebody else may read it."),
        _("If you did not ask for them, you need do nothing."),
        sender,
    )
    return Ready(address, _("The words you asked for"), "\n\n".join(lines))


def sample() -> Ready:
    return letter("robin@example.org", "apple river stone cloud maple", "Voice")


def register_all() -> None:
    about = "Return words, for somebody who asked for them at an address that they say is safe."
    register(Kind(WORDS, about, prepare_words, sample=sample))
