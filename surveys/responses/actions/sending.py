"""Sending: a draft, or what somebody took down from paper or by telephone, becomes a response."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.office import clock
from derbyvoice.vault.sealing import seal_for
from services.directory.models import Service
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.checks import no_longer_fitting
from surveys.questionnaires.compact import pack
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.logic import next_unseen, on_path, path
from surveys.questionnaires.models import definition_of
from surveys.questionnaires.telling import part_of, service_of, teller_of
from surveys.responses import recordings
from surveys.responses.actions.coming_back import give_receipt, receipt_at
from surveys.responses.actions.danger import look_for_danger
from surveys.responses.actions.drafts import DoesNotFit, DraftGone, NotFinished, current_draft, destroy, held_in
from surveys.responses.addresses import put_address
from surveys.responses.browser import BrowserKey
from surveys.responses.choices import Channel
from surveys.responses.held import Held
from surveys.responses.models import Footfall, Response, Uncounted, Words, consent_columns
from surveys.responses.way_back import lock_with, new_response_key


@transaction.atomic
def submit(*, key: BrowserKey, place: str, by: By, channel: Channel = Channel.WEB) -> Response:
    """Make the draft a response, destroy it, and give the browser a receipt; return words asked for before stay good.

    Sent twice, it gives the same response. Raises `DraftGone`, `NotFinished` and `DoesNotFit`."""
    draft = current_draft(key=key, place=place, day=clock.today(), lock_it=True)
    if draft is None:
        return already_sent(key=key, place=place)
    held = held_in(draft, key=key)
    refuse_what_does_not_fit(draft.version_id, held)
    response, response_key = receive(version_id=draft.version_id, held=held, by=by, channel=channel)
    recordings.hand_over(draft, on_path(definition_of(draft.version_id), held.answers), response, response_key)
    destroy(draft)
    Footfall.objects.one_more(version=response.version_id, wave=held.wave, at=Footfall.END, onward=Footfall.SENT)
    noted = bool(held.way_back and not held.words)
    give_receipt(response, response_key, key=key, place=place, words=held.words, noted=noted)
    return response


def refuse_what_does_not_fit(version_id: int, held: Held) -> None:
    definition = definition_of(version_id)
    answers = on_path(definition, held.answers)
    if any(no_longer_fitting(path(definition, held.answers), answers, day=clock.today())):
        raise DoesNotFit(version_id)


@transaction.atomic(savepoint=False)
def receive(
    *, version_id: int, held: Held, by: By, channel: Channel, day: date | None = None
) -> tuple[Response, PersonKey]:
    """Make what was told a response: closed answers in short form, words sealed. Gives it and the key to its words.

    For paper and telephone `by` is whoever took it down, and `day` may be the day on which it was told. Answers off
    the path are dropped. Raises `NotFinished`."""
    definition = definition_of(version_id)
    if next_unseen(definition, held.answers) or held.consents is None or held.lacks_address:
        raise NotFinished(version_id)
    answers, response_key = on_path(definition, held.answers), new_response_key()
    response = told(definition, answers, held)
    response.version_id, response.channel, response.submitted_on = version_id, channel, day or clock.today()
    look_for_danger(response, answers, address=held.address, by=by)
    lock_up(response, held, response_key)
    response.save(force_insert=True)
    keep_words(response, answers, response_key)
    count(response, 1)
    record("sent", response, by=by, version=version_id, consents=sorted(held.consents))
    return response, response_key


def told(definition: Definition, answers: Mapping[str, Answer], held: Held) -> Response:
    """What was told and is allowed, and in which wave; not saved yet."""
    allowed = consent_columns(held.consents or ())
    response = Response(language=held.language, **allowed, **told_about(definition, answers))
    response.answers = pack(definition, answers)
    join_wave(response, held)
    return response


def lock_up(response: Response, held: Held, response_key: PersonKey) -> None:
    """The address, where it may be used, and the way back, where return words were asked for."""
    if held.address and response.may_contact:
        put_address(response, held.address, person=response_key)
    if held.way_back:
        lock_with(response, response_key, PersonKey(bytes.fromhex(held.way_back)))


def join_wave(response: Response, held: Held) -> None:
    """Say under which pseudonym this was answered, and in which wave. A second answer to a wave is in none, but keeps
    the pseudonym, so that a member who takes back all their answers misses none."""
    if not held.wave:
        return
    response.pseudonym = UUID(held.pseudonym)
    taken = Response.objects.filter(wave=held.wave, pseudonym=response.pseudonym).exists()
    response.wave = None if taken else held.wave


def told_about(definition: Definition, answers: Mapping[str, Answer]) -> dict[str, object]:
    """Whose experience it is, and what it is about, where the survey asks."""
    number = service_of(definition, answers)
    service = Service.objects.filter(pk=number).first() if number else None
    return {
        "teller": teller_of(definition, answers),
        "concerns": part_of(definition, answers),
        "service": service,
    }


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
        facts = {"month": response.submitted_on.replace(day=1), "channel": response.channel, "sign": sign}
        facts["shown"] = sign < 0 and response.stand is not None
        Uncounted.objects.create(version_id=response.version_id, answers=response.answers, **facts)
