"""A wish to be named becomes a task for a person. Nothing is published by it."""

from django.db import transaction

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words, seal_for
from surveys.responses.choices import Ending
from surveys.responses.models import NamedWish, Response


@transaction.atomic
def ask_to_be_named(*, response: Response, contact: str, by: By, response_key: PersonKey | None = None) -> NamedWish:
    """Somebody wants to talk about standing with their name; asked again, the newer contact counts.

    With their own key they find the contact in the copy of what is held of them."""
    response = Response.objects.standing().select_for_update().get(pk=response.pk)
    facts = {"contact": seal_for(NamedWish, "contact", contact, person=response_key), "asked_on": clock.today()}
    over = {"ending": "", "ended_at": None, "ended_by": None}
    wish, _ = NamedWish.objects.update_or_create(response=response, defaults={**facts, **over})
    record("asked to be named", response, by=by)
    return wish


def wish_of(response: Response) -> NamedWish | None:
    """The person's own wish, while nobody has talked it through."""
    return NamedWish.objects.waiting().filter(response=response).first()


@transaction.atomic
def take_wish_back(*, response: Response, by: By) -> None:
    """The contact is destroyed with the wish. Twice is once."""
    if NamedWish.objects.waiting().filter(response=response).delete()[0]:
        record("took back the wish to be named", response, by=by)


@transaction.atomic
def read_contact(*, wish: NamedWish, by: User, why: str) -> str:
    """How to reach the person; that it was read is written down with it."""
    record_reading(wish, by=by, why=why)
    return open_words(wish, "contact", purpose="voice")


@transaction.atomic
def end_wish(*, wish: NamedWish, ending: Ending, by: User) -> NamedWish:
    """It has been talked through, or nobody could be reached: the contact goes. Ended twice, the first counts."""
    wish = NamedWish.objects.select_for_update().get(pk=wish.pk)
    if wish.ending:
        return wish
    wish.ending, wish.contact, wish.ended_at, wish.ended_by = ending, None, clock.now(), by
    wish.save(update_fields=["ending", "contact", "ended_at", "ended_by"])
    record("ended a wish to be named", wish, by=by, ending=ending)
    return wish
