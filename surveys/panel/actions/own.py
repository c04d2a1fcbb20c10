"""What a member decides for themselves: topics, how often, when, a pause, the way back, and leaving."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.words import new_words, normalise
from derbyvoice.notifications import outbox
from derbyvoice.notifications.actions import withdraw
from derbyvoice.office import clock
from derbyvoice.vault.sealing import lookup, open_as_person, seal_for
from surveys.panel.choices import GAP, Asked, HowOften, Safe, State
from surveys.panel.models import Carried, Subscriber, Topic, Visit, Wave
from surveys.panel.profile import key_of
from surveys.panel.pseudonyms import pseudonym_of
from surveys.responses.actions import withdraw as take_back
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Response
from surveys.responses.way_back import key_from

WELCOME: Final = "panel.welcome"
PLACE: Final = "the list"
"""Where a browser's visit lies; no survey can have this address."""
VISIT_FOR: Final = timedelta(minutes=30)


# Coming and going


def visit_of(key: BrowserKey) -> Visit | None:
    """The visit that this browser's cookie opens, while it lasts."""
    visits = Visit.objects.select_related("subscriber").filter(subscriber__state=State.JOINED)
    return visits.filter(token=key.token(PLACE), until__gt=clock.now()).first()


@transaction.atomic
def open_visit(*, subscriber: Subscriber, key: BrowserKey, by: By) -> Visit:
    """Let this browser look at the member's own page for half an hour."""
    facts = {"subscriber": subscriber, "until": clock.now() + VISIT_FOR, "words": None}
    return Visit.objects.update_or_create(token=key.token(PLACE), defaults=facts)[0]


@transaction.atomic
def end_visit(*, key: BrowserKey, by: By) -> None:
    Visit.objects.filter(token=key.token(PLACE)).delete()


def finder_of(words: str) -> str:
    """By what a member is found from their return words. A key of another kind than that of a response."""
    return lookup("panel words", key_from(words).raw.hex())


def find_by_words(typed: str) -> Subscriber | None:
    """The member with these return words; as long for none as for one. Raises `ReturnWordsError` for a slip."""
    return Subscriber.objects.joined().filter(words_finder=finder_of(str(normalise(typed)))).first()


@transaction.atomic
def give_words(*, visit: Visit, key: BrowserKey, by: By) -> None:
    """New return words; those given before end. This browser shows them until the member has noted them."""
    words = str(new_words())
    Subscriber.objects.filter(pk=visit.subscriber_id).update(words_finder=finder_of(words))
    visit.words = seal_for(Visit, "words", words, person=key.person)
    visit.save(update_fields=["words"])
    record("gave return words", visit.subscriber, by=by)


@transaction.atomic
def noted(*, visit: Visit, by: By) -> None:
    Visit.objects.filter(pk=visit.pk).update(words=None)


def words_of(visit: Visit, key: BrowserKey) -> str:
    """The return words that may still be shown; empty when they were noted."""
    return open_as_person(visit, "words", person=key.person)


# Choosing


@transaction.atomic
def choose(*, subscriber: Subscriber, topics: Iterable[Topic], by: By, **chosen: Any) -> Subscriber:
    """Topics, how often, language, whether the address is safe, and the days and parts of the day for messages.

    Whose address becomes safe is told once, by mail, how to leave."""
    row = locked(subscriber)
    asked_on = row.next_ask_on - GAP[row.how_often] if row.next_ask_on else None
    for name, value in chosen.items():
        setattr(row, name, value)
    row.next_ask_on = asked_on + GAP[row.how_often] if asked_on else None
    row.full_clean(exclude=["address", "finder", "seed"])
    row.save(update_fields=[*chosen, "next_ask_on"])
    row.topics.set(topics)
    record("chose", row, by=by, topics=row.topics.count(), how_often=row.how_often, safe=row.safe)
    if row.safe == Safe.YES:
        outbox.queue(WELCOME, recipient_ref=str(row.reference), dedupe_key=f"{WELCOME}:{row.reference}")
    return row


@transaction.atomic
def describe(*, subscriber: Subscriber, district: str, cohort: str, age: str, by: By) -> Subscriber:
    """What a member says about themselves. An empty answer takes back what was said before."""
    row = locked(subscriber)
    row.district_key, row.cohort_key = key_of("district", district), key_of("cohort", cohort)
    row.age_key = key_of("age", age)
    row.save(update_fields=["district_key", "cohort_key", "age_key"])
    record("described", row, by=by)
    return row


@transaction.atomic
def pause(*, subscriber: Subscriber, until: date | None, by: By) -> Subscriber:
    """Ask nothing until this day; None ends the pause."""
    row = locked(subscriber)
    row.paused_until = until
    row.save(update_fields=["paused_until"])
    record("paused" if until else "ended the pause", row, by=by)
    return row


# Leaving


@transaction.atomic
def leave(*, subscriber: Subscriber, by: By, answers_too: bool = False) -> Subscriber:
    """Leave the panel: everything about the member is destroyed, and what waits to be sent is not sent.

    With `answers_too` every answer they gave through the panel is taken back; what they sent on the public pages serves
    no wave any more, and stays under its own return words. Without, the answers stay, and nobody can find out any more
    whose they were. Twice is once."""
    row = locked(subscriber)
    if row.state == State.LEFT:
        return row
    for reference in (row.reference, *row.knocks.values_list("reference", flat=True)):
        withdraw(recipient_ref=str(reference), by=by)
    if answers_too:
        for response in answers_of(row):
            take_back(response=response, by=by)
        Carried.objects.filter(pseudonym__in=pseudonyms_of(row)).delete()
    forget(row)
    record("left", row, by=by)
    return row


def answers_of(row: Subscriber) -> Iterable[Response]:
    """Every standing response that the member gave when asked, a second one to the same wave too."""
    return Response.objects.standing().filter(pseudonym__in=pseudonyms_of(row))


def pseudonyms_of(row: Subscriber) -> list[UUID]:
    """The names under which the member answered, one for each series in which they were asked."""
    series = set(row.invitations.values_list("wave__series", flat=True))
    return [pseudonym_of(row.seed, one) for one in series]


def forget(row: Subscriber) -> None:
    """Only the reference and the days remain. Waves keep counting that somebody was asked."""
    asked = row.invitations.filter(state=Asked.ASKED).values("wave")
    Wave.objects.filter(pk__in=asked).update(gone=F("gone") + 1)
    for hanging in (row.invitations, row.knocks, row.visits):
        hanging.all().delete()
    row.topics.clear()
    row.address = row.finder = row.words_finder = row.paused_until = row.next_ask_on = None
    row.seed = row.district_key = row.cohort_key = row.age_key = ""
    row.how_often, row.safe, row.language = HowOften.QUARTER, Safe.UNKNOWN, "en"
    row.state, row.left_on = State.LEFT, clock.today()
    row.save()


def locked(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)


@transaction.atomic
def not_reached(*, reference: str, by: By) -> None:
    """Mail to a member came back: their address counts as safe no longer, until they say so again."""
    row = Subscriber.objects.joined().select_for_update().filter(reference=reference).first()
    if row:
        row.safe = Safe.UNKNOWN
        row.save(update_fields=["safe"])
        record("was not reached", row, by=by)
