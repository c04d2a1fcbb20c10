"""What was told together with an address, for the copy that staff make when its person asks for it.

That it is there is always told. What was said is opened only where its person let staff read it."""

from typing import Any

from derbyvoice.audit.actions import record_reading
from derbyvoice.users.models import User
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.models import definition_of
from surveys.questionnaires.uses import open_said
from surveys.responses import addresses
from surveys.responses.models import Recording, Response, Words
from surveys.responses.shown import consent_labels, shown
from surveys.safeguarding import contacts
from surveys.safeguarding.models import Flag

SHUT = (
    "Held. They did not let staff read it, so we do not open it. With their return words they can make a copy of it "
    "themselves: “Come back”, “A copy”."
)
UNOPENED = "Held. It is opened when you get the file."
UNPROVED = (
    "Nobody checked whose it is: whoever answered typed it. Make sure that the answers are those of the person who "
    "asks before you hand them over."
)
Told = list[dict[str, str]] | str
"""Questions and answers, or a sentence that says why they are not here."""


def answers_with(address: str, *, why: str, by: User, opened: bool) -> list[dict[str, Any]]:
    """Every response with which this address was left. Opened only if asked for: then it is noted with the reason."""
    left = Response.objects.with_address().filter(pk__in=addresses.left_with(address))
    readable = {row.pk: row for row in Response.objects.allowing(Consent.READ).filter(pk__in=left)}
    told: dict[int, Told] = dict.fromkeys(readable, UNOPENED)
    if opened:
        told = {pk: told_in(row, why=why, by=by) for pk, row in readable.items()}
    rows = left.select_related("version__survey").prefetch_related("traces").order_by("id")
    return [about(row, told=told.get(row.pk, SHUT)) for row in rows]


def about(response: Response, *, told: Told) -> dict[str, Any]:
    return {
        "reference": str(response.reference),
        "survey": response.version.survey.title,
        "sent_on": response.submitted_on,
        "came_to_us_on": response.received_on,
        "how_it_came": response.get_channel_display(),
        "told_by": response.get_teller_display(),
        "language": response.language,
        "allowed": consent_labels(response.consents),
        "address": f"Held. It is the address that was looked for. {UNPROVED}",
        "return_words": "Given; we cannot read them." if response.finder else "None.",
        "what_they_told": told,
        "what_happened": [{"day": row.day, "what": row.sentence or str(row)} for row in response.traces.all()],
    }


def told_in(response: Response, *, why: str, by: User) -> list[dict[str, str]]:
    """Closed answers, words and what was written down of recordings, of a response whose person lets staff read."""
    record_reading(response, by=by, why=why)
    definition = definition_of(response.version_id)
    said = words_in(response)
    pairs = zip(definition.questions, response.answers, strict=False)
    answers = [
        {"question": one.text, "answer": said.pop(one.id, "") or shown(one, answer_from(one, code))}
        for one, code in pairs
        if code is not None
    ]
    later = [{"question": "Added later, or said aloud", "answer": words} for words in said.values()]
    return [*answers, *later, *sounds_in(response)]


def words_in(response: Response) -> dict[str, str]:
    rows = Words.objects.allowing(Consent.READ).filter(response=response, sealed__isnull=False)
    return {row.question: open_said(row, use=Consent.READ) for row in rows}


def sounds_in(response: Response) -> list[dict[str, str]]:
    """A recording stands in no file that staff make; what it says does, once somebody wrote it down."""
    rows = Recording.objects.allowing(Consent.READ).filter(response=response)
    written = {row.pk: open_said(row, "transcript", use=Consent.READ) for row in rows.written()}
    return [
        {"question": f"A recording, {row.length} minutes", "answer": written.get(row.pk, "Held, not written down yet.")}
        for row in rows.defer("sealed", "transcript")
    ]


def flags_with(address: str, found: list[dict[str, Any]], *, why: str, by: User) -> list[dict[str, Any]]:
    """Flags with this address, and those about the answers that were found; each seen only by whoever may see flags.

    Nothing of what stands in them: whether their person may be told of them is for the leads to say."""
    about_them = Flag.objects.visible_to(by).filter(response__in=[row["reference"] for row in found])
    reached = Flag.objects.visible_to(by).filter(pk__in=contacts.reached_at(address))
    rows = sorted({row.pk: row for rows in (about_them, reached) for row in rows}.values(), key=lambda row: row.pk)
    for row in rows:
        record_reading(row, by=by, why=why)
    return [
        {"reference": str(row.reference), "day": row.raised_at.date(), "state": row.get_state_display()} for row in rows
    ]


def not_findable() -> int:
    """How many addresses cannot be found by yet."""
    return addresses.not_findable() + contacts.not_findable()
