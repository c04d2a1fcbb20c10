"""Everything that is held of a person, as one file: by their own return words, or by their address.

With return words the person's own key opens what is theirs; no key of ours is used. By an address the panel is found,
and the answers with which it was left; answers without one lead to nobody."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.lib.envelopes import NotForThisReader, PersonKey, normalise_email
from derbyvoice.notifications.models import Message
from derbyvoice.office.models import Cohort, District
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup, open_as_person, open_bytes_as_person
from surveys.insight.models import Finding, Passage, Quote
from surveys.panel.choices import Age, Day, Part
from surveys.panel.forms import about, chosen_bits
from surveys.panel.models import Subscriber
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.actions.drafts import held_in
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Draft, NamedWish, Recording, Response
from surveys.responses.shown import consent_labels, shown
from surveys.retention.by_address import UNPROVED, answers_with, flags_with, not_findable

ALSO = (
    "If what you wrote said that somebody may be in danger, a few trained people may have a copy until they have "
    "decided what to do. It cannot stand in this file. Messages to you that were sent are kept two years without your "
    "address and without their words. The record of who did what names no one but staff."
)
NOT_SEARCHED = (
    "Answers are found here if this address was left with them. Answers without an address name nobody, and cannot be "
    "found; with their return words the person can make a copy themselves: “Come back”, “A copy”. Other addresses of "
    "theirs, a telephone number, and how to reach somebody who asked to be named are not found. "
    "Only safeguarding leads find flags about danger that are decided: ask one to look too. "
    "Cases, referrals, support and questions to meetings are not looked through here: look there too."
)
NOT_YET = (
    " Some addresses were left before they could be found by. Ask whoever runs the software for "
    "“make_addresses_findable”, then look again."
)
ASK_THE_LEADS = "Ask a safeguarding lead before you tell anybody of these, or hand over anything that names them."


def copy_of(response: Response, *, key: PersonKey, browser: BrowserKey | None = None) -> dict[str, Any]:
    """All that is held about one response, opened with the person's own key; and what they are still writing in this
    browser."""
    said = {row.question: row for row in response.words.all()}
    opened = {id_: open_as_person(row, "sealed", person=key) for id_, row in said.items() if row.sealed}
    added = [{"day": said[id_].added_on, "words": words} for id_, words in opened.items() if said[id_].added_on]
    return {
        "survey": response.version.survey.title,
        "reference": str(response.reference),
        "sent_on": response.submitted_on,
        "came_to_us_on": response.received_on,
        "how_it_came": response.get_channel_display(),
        "told_by": response.get_teller_display(),
        "language": response.language,
        "answers": answers_of(response, opened),
        "added_later": added,
        "recordings": [
            {
                "file": name,
                "question": said_as(response, row.question),
                "seconds": row.seconds,
                "in_writing": written(row),
            }
            for name, row in recordings_of(response)
        ],
        "quoted": list(Quote.objects.shown().filter(passage__in=texts_of(response)).values_list("words", flat=True)),
        "allowed": consent_labels(response.consents),
        "address_left": open_as_person(response, "address", person=key),
        "return_words": "Given; we cannot read them." if response.finder else "None.",
        "asked_to_be_named": wish_in(response, key),
        "still_writing": drafts_of(browser) if browser else [],
        "what_happened": [{"day": row.day, "what": row.sentence or str(row)} for row in response.traces.all()],
        "used_in": list(
            Finding.objects.published().filter(evidence__response=response).values_list("title", flat=True)
        ),
        "serves_too": serves(response),
        "also": ALSO,
    }


def serves(response: Response) -> list[dict[str, Any]]:
    """For which questions to the panel the person let it be used, so that they need not tell it twice."""
    rows = response.carried.select_related("wave__series__survey").order_by("id")
    return [{"day": row.carried_on, "survey": row.wave.series.survey.title} for row in rows]


def recordings_of(response: Response) -> list[tuple[str, Recording]]:
    """Each recording with the name that its file has in the copy."""
    rows = response.recordings.filter(sealed__isnull=False)
    return [(f"recording-{number}.webm", row) for number, row in enumerate(rows, start=1)]


def written(recording: Recording) -> str:
    """Whether staff wrote down what is said. The public pages have no key to it."""
    return "Held; only staff who read can open it." if recording.transcript else "No."


def texts_of(response: Response) -> "QuerySet[Passage]":
    """Whatever staff opened of it, to read, to code or to quote."""
    return Passage.objects.filter(Q(words__response=response) | Q(recording__response=response))


def sounds_of(response: Response, *, key: PersonKey) -> dict[str, bytes]:
    """The recordings themselves, by the name of their file."""
    return {name: open_bytes_as_person(row, "sealed", person=key) for name, row in recordings_of(response)}


def said_as(response: Response, question: str) -> str:
    asked = definition_of(response.version_id).by_id.get(question)
    return asked.text if asked else ""


def wish_in(response: Response, key: PersonKey) -> dict[str, Any] | None:
    """Whether they asked to stand with their name, how to reach them, and what came of it."""
    wish = NamedWish.objects.filter(response=response).first()
    if wish is None:
        return None
    try:
        contact = open_as_person(wish, "contact", person=key)
    except NotForThisReader:
        contact = "Held; only the office can open it."
    return {"asked_on": wish.asked_on, "contact": contact, "how_it_ended": wish.get_ending_display()}


def drafts_of(browser: BrowserKey) -> list[dict[str, Any]]:
    """What is being written in this browser and was not sent, survey by survey."""
    tokens = [browser.token(slug) for slug in Survey.objects.values_list("slug", flat=True)]
    rows = Draft.objects.filter(token__in=tokens).select_related("version__survey").order_by("id")
    return [draft_in(row, browser) for row in rows]


def draft_in(draft: Draft, browser: BrowserKey) -> dict[str, Any]:
    held, definition = held_in(draft, key=browser), definition_of(draft.version_id)
    answers = [
        {"question": question.text, "answer": shown(question, held.answers[question.id])}
        for question in definition.questions
        if question.id in held.answers
    ]
    told = {"survey": draft.version.survey.title, "last_used_on": draft.used_on, "answers": answers}
    return {**told, "allowed": consent_labels(held.consents or ()), "address_left": held.address}


def answers_of(response: Response, opened: dict[str, str]) -> list[dict[str, str]]:
    definition = definition_of(response.version_id)
    pairs = zip(definition.questions, response.answers or (), strict=False)
    return [
        {"question": question.text, "answer": opened.get(question.id) or shown(question, answer_from(question, code))}
        for question, code in pairs
        if code is not None
    ]


@transaction.atomic
def held_by_address(*, address: str, why: str, by: User, opened: bool) -> dict[str, Any]:
    """All that can be found of the person with this address. That it was asked for is written down, found or not.

    `opened`: with what they told, as far as they let staff read it; else only that it is there."""
    found = Subscriber.objects.filter(finder=lookup("email", normalise_email(address))).first()
    answers = answers_with(address, why=why, by=by, opened=opened)
    flags = flags_with(address, answers, why=why, by=by)
    record("looked for a person", by, by=by, found=found is not None, answers=len(answers))
    if found:
        record_reading(found, by=by, why=why)
    return {
        "panel": panel_of(found) if found else None,
        "messages": messages_to(found) if found else [],
        "first": UNPROVED if answers else "",
        "answers": answers,
        "flags": {"first": ASK_THE_LEADS, "found": flags} if flags else None,
        "not_searched": NOT_SEARCHED + (NOT_YET if not_findable() else ""),
    }


def panel_of(found: Subscriber) -> dict[str, Any]:
    """Whether they are on the panel, all that they chose and said there, and what they were asked."""
    return {
        "reference": str(found.reference),
        "state": found.get_state_display(),
        "joined_on": found.joined_on,
        "left_on": found.left_on,
        "topics": [str(topic) for topic in found.topics.all()],
        "language": found.language,
        "how_often": found.get_how_often_display(),
        "safe_to_write": found.get_safe_display(),
        "safe_days": [Day(int(number)).label for number in chosen_bits(found.days, Day.values)],
        "safe_times": [Part(int(number)).label for number in chosen_bits(found.parts, Part.values)],
        "paused_until": found.paused_until,
        "not_asked_before": found.next_ask_on,
        "about_themselves": said_about(found),
        "return_words": "Given; we cannot read them." if found.words_finder else "None.",
        "asked_to_answer": asked_of(found),
        "address": "Held, locked to the sender of messages." if found.address else "None.",
        "also_held": hanging_on(found),
    }


def said_about(found: Subscriber) -> dict[str, str]:
    """District, group and age, as far as they said so."""
    places, groups = District.objects.values_list("code", "name"), Cohort.objects.values_list("key", "plain_name")
    words = {"district": dict(places), "cohort": dict(groups), "age": dict(Age.choices)}
    return {what: str(words[what].get(key, "Not said")) for what, key in about(found).items()}


def asked_of(found: Subscriber) -> list[dict[str, Any]]:
    """Every invitation. Whether they answered is not known from here."""
    rows = found.invitations.select_related("wave__series__survey").order_by("asked_on", "id")
    return [
        {"day": row.asked_on, "survey": row.wave.series.survey.title, "state": row.get_state_display()} for row in rows
    ]


def hanging_on(found: Subscriber) -> dict[str, int]:
    counted = {}
    for relation in Subscriber._meta.related_objects:
        model = relation.related_model
        if number := model._default_manager.filter(**{relation.field.name: found}).count():
            counted[str(model._meta.verbose_name_plural)] = number
    return counted


def messages_to(found: Subscriber) -> list[dict[str, Any]]:
    rows = Message.objects.filter(recipient_ref=str(found.reference)).order_by("id")[:1000]
    return [{"queued_at": row.queued_at, "kind": row.kind, "state": row.get_state_display()} for row in rows]
