"""Return words and receipts: how somebody comes back to what they sent, or to what they are still writing."""

from datetime import timedelta

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.office import clock
from derbyvoice.vault.sealing import open_as_person, seal_for
from surveys.responses.actions.drafts import DraftGone, draft_here, held_in, keep
from surveys.responses.browser import BACK, BrowserKey
from surveys.responses.choices import State
from surveys.responses.models import Draft, Receipt, Response
from surveys.responses.way_back import FoundDraft, lock, lock_draft

RECEIPT_FOR = timedelta(minutes=30)


class BegunHere(ValueError):
    """This browser has begun the same survey already: one of the two would be lost."""


def receipt_at(*, key: BrowserKey, place: str) -> Receipt | None:
    """This browser's receipt for a survey, or for coming back, while it lasts."""
    receipts = Receipt.objects.select_related("response").filter(response__state=State.RECEIVED)
    return receipts.filter(token=key.token(place), until__gt=clock.now()).first()


def contents(receipt: Receipt, *, key: BrowserKey) -> tuple[PersonKey, str]:
    """The key to the person's words, and the return words if they were given in this browser."""
    response_key, _, words = open_as_person(receipt, "sealed", person=key.person).partition(" ")
    return PersonKey(bytes.fromhex(response_key)), words


def give_receipt(
    response: Response, response_key: PersonKey, *, key: BrowserKey, place: str, words: str = "", noted: bool = False
) -> Receipt:
    sealed = seal_for(Receipt, "sealed", f"{response_key.raw.hex()} {words}".strip(), person=key.person)
    facts = {"response": response, "sealed": sealed, "until": clock.now() + RECEIPT_FOR, "noted": noted}
    receipt = Receipt(token=key.token(place), **facts)
    return Receipt.objects.bulk_create(
        [receipt], update_conflicts=True, unique_fields=["token"], update_fields=[*facts]
    )[0]


@transaction.atomic
def give_words(*, key: BrowserKey, place: str, by: By) -> str:
    """Return words for what this browser has just sent; asked twice, the same words. Raises `DraftGone`."""
    receipt = receipt_at(key=key, place=place)
    if receipt is None:
        raise DraftGone(place)
    response = Response.objects.standing().select_for_update().filter(pk=receipt.response_id).first()
    response_key, words = contents(Receipt.objects.get(pk=receipt.pk), key=key)
    if response is None or words or response.finder:
        return words
    words = lock(response, response_key)
    response.save(update_fields=["finder", "way_back"])
    give_receipt(response, response_key, key=key, place=place, words=words)
    record("gave return words", response, by=by)
    return words


@transaction.atomic
def give_draft_words(*, key: BrowserKey, place: str, by: By) -> str:
    """Return words for what this browser is writing, so that it can be finished elsewhere. They stay the words of the
    response when it is sent. Asked twice, the same words, until they are noted. Raises `DraftGone`."""
    draft = draft_here(key=key, place=place)
    held = held_in(draft, key=key)
    if held.words or draft.finder:
        return held.words
    words, words_key = lock_draft(draft, key)
    keep(draft, held.with_words(words, words_key.raw.hex()), key=key)
    draft.save(update_fields=["finder", "way_back"])
    return words


@transaction.atomic
def note_words(*, key: BrowserKey, place: str, by: By) -> None:
    """The person has noted their return words: no page shows them again by itself."""
    Receipt.objects.filter(token=key.token(place)).update(noted=True)
    draft = Draft.objects.select_for_update().filter(token=key.token(place)).first()
    if draft:
        held = held_in(draft, key=key)
        keep(draft, held.with_words("", held.way_back), key=key)


@transaction.atomic
def forget_receipt(*, key: BrowserKey, place: str, by: By) -> None:
    """The person is done looking: this browser knows nothing of the response any more."""
    Receipt.objects.filter(token=key.token(place)).delete()


@transaction.atomic
def come_back(*, response: Response, response_key: PersonKey, key: BrowserKey, by: By) -> Receipt:
    """Let this browser look at the response for half an hour."""
    record("came back", response, by=by)
    return give_receipt(response, response_key, key=key, place=BACK)


@transaction.atomic
def take_up(*, found: FoundDraft, key: BrowserKey, by: By) -> str:
    """Go on here with what was begun elsewhere; the other browser has it no more. Gives the survey's address.

    Raises `BegunHere`: nothing is lost unasked; and `DraftGone`."""
    draft, place = Draft.objects.select_for_update().filter(pk=found.draft.pk).first(), found.place
    if draft is None:
        raise DraftGone(place)
    token = key.token(place)
    if draft.token == token:
        return place
    if Draft.objects.filter(token=token).exists():
        raise BegunHere(place)
    held = held_in(draft, key=found.key_to(draft))
    draft.token, draft.way_back = token, found.seal_anew(key)
    draft.save(update_fields=["token", "way_back"])
    keep(draft, held, key=key)
    return place
