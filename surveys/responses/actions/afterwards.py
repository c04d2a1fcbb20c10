"""After sending: adding to it, changing one's mind, taking it back, and hearing what came of it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.office import clock
from derbyvoice.vault.sealing import seal_for
from surveys.questionnaires.choices import Consent
from surveys.responses.actions.danger import look_at_added
from surveys.responses.actions.sending import count
from surveys.responses.addresses import drop_address, put_address
from surveys.responses.choices import NO_ADDRESS, Progress, State, Teller
from surveys.responses.hanging import let_go
from surveys.responses.models import (
    Draft,
    Receipt,
    Recording,
    Response,
    Trace,
    Words,
    WordsByMail,
    consent_columns,
)
from surveys.responses.way_back import DRAFT_DAYS
from surveys.safeguarding import actions as safeguarding

MOST_ADDITIONS = 20
EMPTIED_FIRST = (Words._meta.label, Recording._meta.label)


class TooMuchAdded(ValueError):
    """So much was added already that no more can be kept."""


@transaction.atomic
def add_words(*, response: Response, response_key: PersonKey, words: str, by: By) -> Words:
    """Keep what the person adds to what they sent, with today's date, under the same consents.

    Raises `Response.DoesNotExist` if it was taken back, and `TooMuchAdded`."""
    response = Response.objects.select_for_update().standing().get(pk=response.pk)
    number = response.words.filter(added_on__isnull=False).count() + 1
    if number > MOST_ADDITIONS:
        raise TooMuchAdded(number)
    look_at_added(response, words, response_key=response_key, by=by)
    sealed = seal_for(Words, "sealed", words, person=response_key)
    added = Words.objects.create(response=response, question=f"+{number}", added_on=clock.today(), sealed=sealed)
    record("added to", response, by=by)
    return added


@transaction.atomic
def change_consents(
    *,
    response: Response,
    consents: frozenset[Consent],
    by: By,
    address: str = "",
    response_key: PersonKey | None = None,
) -> Response:
    """Allow exactly these uses from now on. What is no longer allowed ends at once. `address` is one that the person
    leaves now, sealed to them with their `response_key` as at first; it is in no record.

    Raises `ValidationError` where contact is allowed and there is no address."""
    response = Response.objects.select_for_update().standing().get(pk=response.pk)
    if Consent.CONTACT in consents and not (address or response.address):
        raise ValidationError(NO_ADDRESS)
    before, columns = response.consents, consent_columns(consents)
    if Consent.COUNT in before - consents:
        count(response, -1)
        response.stand = None
    for column, allowed in columns.items():
        setattr(response, column, allowed)
    if Consent.COUNT in consents - before:
        count(response, 1)
    if Consent.CONTACT not in consents:
        drop_address(response)
        safeguarding.no_contact(reference=response.reference, by=by)
    elif address:
        leave_address(response, address, response_key=response_key, by=by)
    response.save(update_fields=[*columns, "address", "address_finder", "stand"])
    record("changed consents", response, by=by, before=sorted(before), after=sorted(consents))
    return response


def leave_address(response: Response, address: str, *, response_key: PersonKey | None, by: By) -> None:
    """The caller saves it. The leads can reach the person there too, if they look at what was told."""
    put_address(response, address, person=response_key)
    safeguarding.new_contact(reference=response.reference, contact=address, by=by)
    record("left an address", response, by=by)


@transaction.atomic
def withdraw(*, response: Response, by: By) -> Response:
    """Take everything back. The envelopes are lost first, and with them every key to the words; rows go after.
    What hangs on it in any room goes too, and no other browser can look at it any more.

    Only the reference, the days and the channel remain. Withdrawn twice, nothing happens."""
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.state == State.WITHDRAWN:
        return response
    count(response, -1)
    response.words.update(sealed=None)
    response.recordings.update(sealed=None, transcript=None)
    let_go([response.pk], kept=EMPTIED_FIRST)
    drop_address(response)
    response.answers = response.finder = response.way_back = response.service = None
    response.teller, response.language, response.concerns = Teller.SELF, "en", ""
    response.pseudonym = response.wave = response.stand = response.aside = None
    for column in consent_columns(()):
        setattr(response, column, False)
    response.state, response.withdrawn_on = State.WITHDRAWN, clock.today()
    response.save()
    safeguarding.taken_back(reference=response.reference, by=by)
    record("took back", response, by=by)
    transaction.on_commit(destroy_what_was_taken_back)
    return response


def destroy_what_was_taken_back() -> int:
    """Delete the empty rows of withdrawn responses; swept every hour too, should a process end in between."""
    recordings = Recording.objects.filter(response__state=State.WITHDRAWN).delete()[0]
    return recordings + Words.objects.filter(response__state=State.WITHDRAWN).delete()[0]


@transaction.atomic
def forget_what_is_old(*, day: date, by: By) -> dict[str, int]:
    """Destroy drafts that nobody touched for two weeks, receipts whose time is over, and words that were mailed."""
    drafts = Draft.objects.filter(used_on__lt=day - timedelta(days=DRAFT_DAYS)).delete()[0]
    receipts = Receipt.objects.filter(until__lte=clock.now()).delete()[0]
    WordsByMail.objects.filter(until__lte=clock.now()).delete()
    return {"drafts": drafts, "receipts": receipts, "words": destroy_what_was_taken_back()}


def note_progress(*, response: Response, step: Progress, by: By, sentence: str = "", source: str = "") -> None:
    """Tell the person who sent this what happened to it. Later rooms call it, in their own transaction.

    `sentence` is in plain words and fit for everybody: it must hold nothing that any person said or that is not public.
    `source` names the cause (`finding:12`): the same step of the same cause is noted once, its sentence renewed."""
    note_progress_of(responses=[response], step=step, by=by, sentence=sentence, source=source)


@transaction.atomic
def note_progress_of(
    *, responses: Iterable[Response], step: Progress, by: By, sentence: str = "", source: str = ""
) -> int:
    """The same for all that took this step together; what was taken back is left out. Gives how many."""
    standing = Response.objects.standing().filter(pk__in=[response.pk for response in responses])
    facts = {"step": step, "source": source, "sentence": sentence, "day": clock.today()}
    rows = [Trace(response_id=pk, **facts) for pk in standing.values_list("pk", flat=True)]
    Trace.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["response", "step", "source"], update_fields=["sentence"]
    )
    return len(rows)


@transaction.atomic
def unnote_progress(
    *, source: str, by: By, step: Progress | None = None, responses: Iterable[Response] | None = None
) -> int:
    """What this was told for is no longer true (it was taken down): the people are not told it any more. With `step`,
    only that step is no longer true; with `responses`, only of these."""
    told = Trace.objects.filter(source=source)
    told = told.filter(step=step) if step else told
    return (told if responses is None else told.filter(response__in=responses)).delete()[0]
