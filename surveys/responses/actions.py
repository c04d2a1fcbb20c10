"""From the first answer to the last farewell. People act without an account, so `by` is `PERSON`."""

from datetime import date, timedelta

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.office import clock
from derbyvoice.vault.sealing import open_as_person, seal_for
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.compact import pack
from surveys.questionnaires.logic import next_unseen, on_path
from surveys.questionnaires.models import Version, definition_of
from surveys.responses.browser import BACK, BrowserKey
from surveys.responses.choices import State
from surveys.responses.held import Held
from surveys.responses.models import Draft, Receipt, Response, Uncounted, Words, consent_columns
from surveys.responses.way_back import lock, new_response_key

DRAFT_DAYS = 14
RECEIPT_FOR = timedelta(minutes=30)


class DraftGone(LookupError):
    """The draft is not there: it was sent, or grew too old, or the browser forgot its key."""


class NotFinished(ValueError):
    """A step comes first: a question that was not seen, or the page of consents."""


def current_draft(*, key: BrowserKey, place: str, day: date, lock_it: bool = False) -> Draft | None:
    """This browser's draft of this survey, unless nobody touched it for two weeks."""
    drafts = Draft.objects.select_for_update() if lock_it else Draft.objects.all()
    return drafts.filter(token=key.token(place), used_on__gte=day - timedelta(days=DRAFT_DAYS)).first()


def held_in(draft: Draft, *, key: BrowserKey) -> Held:
    return Held.from_text(open_as_person(draft, "sealed", person=key.person))


@transaction.atomic
def save_answer(*, key: BrowserKey, version: Version | int, place: str, question: str, answer: Answer, by: By) -> Held:
    """Keep one answer in the browser's draft, which begins here if it is the first question.

    No audit row: drafts are nobody's business but the person's, and a row a keystroke would tell when they wrote.
    Raises `DraftGone` for a later question without a draft."""
    version_id = version if isinstance(version, int) else version.pk
    definition = definition_of(version_id)
    draft = current_draft(key=key, place=place, day=clock.today(), lock_it=True)
    if draft is None and question != definition.questions[0].id:
        raise DraftGone(question)
    held = (held_in(draft, key=key) if draft else Held()).with_answer(question, answer)
    keep(draft or Draft(token=key.token(place), version_id=version_id), held, key=key)
    return held


@transaction.atomic
def save_consents(*, key: BrowserKey, place: str, consents: frozenset[Consent], address: str, by: By) -> Held:
    """Keep what the person allows in their draft. Raises `DraftGone`."""
    draft = current_draft(key=key, place=place, day=clock.today(), lock_it=True)
    if draft is None:
        raise DraftGone(place)
    held = held_in(draft, key=key).with_consents(consents, address if Consent.CONTACT in consents else "")
    keep(draft, held, key=key)
    return held


def keep(draft: Draft, held: Held, *, key: BrowserKey) -> None:
    draft.sealed = seal_for(Draft, "sealed", held.as_text(), person=key.person)
    draft.used_on = clock.today()
    if draft.pk:
        draft.save(update_fields=["sealed", "used_on"])
    else:
        Draft.objects.filter(token=draft.token).delete()  # one that grew too old
        draft.save(force_insert=True)


@transaction.atomic
def submit(*, key: BrowserKey, place: str, by: By) -> Response:
    """Make the draft a response: closed answers in short form, words sealed, draft destroyed, receipt for the browser.

    Sent twice, it gives the same response. Answers off the path are dropped. Raises `DraftGone`, and `NotFinished`."""
    draft = current_draft(key=key, place=place, day=clock.today(), lock_it=True)
    if draft is None:
        return already_sent(key=key, place=place)
    held = held_in(draft, key=key)
    definition = definition_of(draft.version_id)
    if next_unseen(definition, held.answers) or held.consents is None:
        raise NotFinished(place)
    answers = on_path(definition, held.answers)
    response, response_key = Response(version_id=draft.version_id, submitted_on=clock.today()), new_response_key()
    response.answers = pack(definition, answers)
    for column, allowed in consent_columns(held.consents).items():
        setattr(response, column, allowed)
    if held.address and response.may_contact:
        response.address = seal_for(Response, "address", held.address, person=response_key)
    response.save(force_insert=True)
    keep_words(response, answers, response_key)
    count(response, 1)
    draft.delete()
    give_receipt(response, response_key, key=key, place=place)
    record("sent", response, by=by, version=draft.version_id, consents=sorted(held.consents))
    return response


def already_sent(*, key: BrowserKey, place: str) -> Response:
    receipt = receipt_at(key=key, place=place)
    if receipt is None:
        raise DraftGone(place)
    return receipt.response


def keep_words(response: Response, answers: dict[str, Answer], response_key: PersonKey) -> None:
    Words.objects.bulk_create(
        Words(response=response, question=id_, sealed=seal_for(Words, "sealed", answer.words, person=response_key))
        for id_, answer in answers.items()
        if answer.words
    )


def count(response: Response, sign: int) -> None:
    """Have the answers counted (1) or taken out of the counts (-1), if the person allows them to be counted."""
    if response.may_count:
        month = response.submitted_on.replace(day=1)
        Uncounted.objects.create(version_id=response.version_id, month=month, answers=response.answers, sign=sign)


# Receipts


def receipt_at(*, key: BrowserKey, place: str) -> Receipt | None:
    """This browser's receipt for a survey, or for coming back, while it lasts."""
    receipts = Receipt.objects.select_related("response").filter(response__state=State.RECEIVED)
    return receipts.filter(token=key.token(place), until__gt=clock.now()).first()


def contents(receipt: Receipt, *, key: BrowserKey) -> tuple[PersonKey, str]:
    """The key to the person's words, and the return words while they may still be shown."""
    response_key, _, words = open_as_person(receipt, "sealed", person=key.person).partition(" ")
    return PersonKey(bytes.fromhex(response_key)), words


def give_receipt(
    response: Response, response_key: PersonKey, *, key: BrowserKey, place: str, words: str = ""
) -> Receipt:
    sealed = seal_for(Receipt, "sealed", f"{response_key.raw.hex()} {words}".strip(), person=key.person)
    facts = {"response": response, "sealed": sealed, "until": clock.now() + RECEIPT_FOR}
    return Receipt.objects.update_or_create(token=key.token(place), defaults=facts)[0]


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
def forget_receipt(*, key: BrowserKey, place: str, by: By) -> None:
    """The person has noted their words, or is done looking: this browser knows nothing of the response any more."""
    Receipt.objects.filter(token=key.token(place)).delete()


@transaction.atomic
def come_back(*, response: Response, response_key: PersonKey, key: BrowserKey, by: By) -> Receipt:
    """Let this browser look at the response for half an hour."""
    record("came back", response, by=by)
    return give_receipt(response, response_key, key=key, place=BACK)


# Changing one's mind


@transaction.atomic
def change_consents(*, response: Response, consents: frozenset[Consent], by: By) -> Response:
    """Allow exactly these uses from now on. What is no longer allowed ends at once."""
    response = Response.objects.select_for_update().standing().get(pk=response.pk)
    before, columns = response.consents, consent_columns(consents)
    if Consent.COUNT in before - consents:
        count(response, -1)
    for column, allowed in columns.items():
        setattr(response, column, allowed)
    if Consent.COUNT in consents - before:
        count(response, 1)
    if Consent.CONTACT not in consents:
        response.address = None
    response.save(update_fields=[*columns, "address"])
    record("changed consents", response, by=by, before=sorted(before), after=sorted(consents))
    return response


@transaction.atomic
def withdraw(*, response: Response, by: By) -> Response:
    """Take everything back. The envelopes are lost first, and with them every key to the words; rows go after.
    No other browser can look at it any more.

    Only the reference and the days remain. Withdrawn twice, nothing happens."""
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.state == State.WITHDRAWN:
        return response
    count(response, -1)
    response.words.update(sealed=None)
    response.receipts.all().delete()
    response.answers = response.address = response.finder = response.way_back = None
    for column in consent_columns(()):
        setattr(response, column, False)
    response.state, response.withdrawn_on = State.WITHDRAWN, clock.today()
    response.save()
    record("took back", response, by=by)
    transaction.on_commit(destroy_what_was_taken_back)
    return response


def destroy_what_was_taken_back() -> int:
    """Delete the empty rows of withdrawn responses; swept every hour too, should a process end in between."""
    return Words.objects.filter(response__state=State.WITHDRAWN).delete()[0]


@transaction.atomic
def forget_what_is_old(*, day: date, by: By) -> dict[str, int]:
    """Destroy drafts that nobody touched for two weeks, and receipts whose time is over."""
    drafts = Draft.objects.filter(used_on__lt=day - timedelta(days=DRAFT_DAYS)).delete()[0]
    receipts = Receipt.objects.filter(until__lte=clock.now()).delete()[0]
    return {"drafts": drafts, "receipts": receipts, "words": destroy_what_was_taken_back()}
