"""When somebody may be in danger: what is sent is looked through before it is sealed, and a reader may be worried."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from derbyvoice.audit.actions import record_reading
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_as_person, open_words
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.models import definition_of
from surveys.questionnaires.uses import open_said
from surveys.responses.models import Recording, Response, Words
from surveys.responses.shown import shown
from surveys.safeguarding import actions as safeguarding
from surveys.safeguarding.models import Flag

ADDED = "Added later"
UNWRITTEN = "A recording, {}, not written down. Ask whoever is worried what they heard."
log = logging.getLogger(__name__)


def look_for_danger(response: Response, answers: Mapping[str, Answer], *, address: str, by: By) -> None:
    """The rules of the safeguarding leads look through what was told, before it is sealed. It never stops a sending."""
    definition = definition_of(response.version_id)
    told = [question for question in definition.questions if question.id in answers]
    safeguarding.look_at(
        **about(response, definition),
        answers=answers,
        told=lambda: [(question.text, shown(question, answers[question.id])) for question in told],
        address=address if response.may_contact else "",
        by=by,
    )


def look_at_added(response: Response, words: str, *, response_key: PersonKey, by: By) -> None:
    """The same for what is added later. The address lies sealed by then, and the person's own key opens it."""
    here = about(response, definition_of(response.version_id))
    later: dict[str, Any] = {"answers": {ADDED: Answer(words=words)}, "phrases_only": True}
    address = address_left(response, response_key)
    safeguarding.look_at(**here, **later, told=lambda: [(ADDED, words)], address=address, by=by)


def address_left(response: Response, response_key: PersonKey | None = None) -> str:
    """How to reach the person, if they agreed to that; their own key opens it, or that of the leads.

    What cannot be opened never stops anybody from adding, writing down or being worried."""
    if not response.may_contact or not response.address:
        return ""
    try:
        if response_key:
            return open_as_person(response, "address", person=response_key)
        return open_words(response, "address", purpose="safeguarding")
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the address, the leads get the words
        log.error("an address could not be opened for the leads", extra={"error": type(error).__name__})
        return ""


def look_at_transcript(recording: Recording, words: str, *, by: User) -> None:
    """The same for what was said aloud, once it is written down to the end. Whoever wrote it down is told nothing."""
    response = recording.response
    here = about(response, definition_of(response.version_id))
    later: dict[str, Any] = {"answers": {recording.question: Answer(words=words)}, "phrases_only": True}
    told = [(text_of(here["definition"], recording.question), words)]
    safeguarding.look_at(**here, **later, told=lambda: told, address=address_left(response), by=by)


def about(response: Response, definition: Definition) -> dict[str, Any]:
    return {"reference": response.reference, "version": response.version_id, "definition": definition}


@transaction.atomic
def tell_the_leads(*, response: Response, why: str, by: User) -> Flag:
    """Somebody who may read this response is worried. The leads get their words, and the address if allowed."""
    record_reading(response, by=by, why="To tell the safeguarding leads")
    definition = definition_of(response.version_id)
    told = [*written_in(response, definition, by), *spoken_in(response, definition, by)]
    address = address_left(response)
    here: dict[str, Any] = {"reference": response.reference, "survey": response.version.survey_id, "address": address}
    return safeguarding.raise_by_hand(**here, words=told, why=why, by=by)


def written_in(response: Response, definition: Definition, by: User) -> list[tuple[str, str]]:
    words = Words.objects.visible_to(by).filter(response=response)
    return [(text_of(definition, row.question), open_said(row, use=Consent.READ)) for row in words]


def spoken_in(response: Response, definition: Definition, by: User) -> list[tuple[str, str]]:
    """What was said aloud, as far as somebody wrote it down to the end; of the rest, how long it is."""
    heard = Recording.objects.visible_to(by).filter(response=response).defer("sealed")
    done = set(heard.written().values_list("pk", flat=True))
    return [(text_of(definition, row.question), in_words(row, done=row.pk in done)) for row in heard]


def in_words(recording: Recording, *, done: bool) -> str:
    return open_said(recording, "transcript", use=Consent.READ) if done else UNWRITTEN.format(recording.length)


def text_of(definition: Definition, question: str) -> str:
    return definition.by_id[question].text if question in definition.by_id else ADDED
