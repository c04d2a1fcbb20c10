"""Joining the panel, and coming back to it, with a code that proves the address."""

import secrets
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.notifications import outbox
from derbyvoice.office import clock
from derbyvoice.vault.sealing import lookup, seal_for
from surveys.panel.choices import State
from surveys.panel.models import Knock, Subscriber, Topic, Visit
from surveys.questionnaires.wording import telling_words

CODE = "panel.code"
CODE_LASTS = timedelta(minutes=30)
MOST_TRIES = 5


class WrongCode(ValueError):
    """The code does not fit, is too old, or was tried too often. The person is told the same in each case."""


@transaction.atomic
def knock(*, email: str, language: str = "en", by: By) -> Knock:
    """Somebody gives an address: send it a code. The same statements whether or not they are on the panel already.

    Who is new is spoken to in the language in which they asked, until they choose one."""
    finder = lookup("email", normalise_email(email))
    sealed = seal_for(Subscriber, "address", email.strip())
    Subscriber.objects.bulk_create([Subscriber(finder=finder, address=sealed)], ignore_conflicts=True)
    Subscriber.objects.filter(finder=finder, state=State.ASKED).update(language=language)
    subscriber = Subscriber.objects.get(finder=finder)
    code = f"{secrets.randbelow(10**6):06d}"
    made = Knock(subscriber=subscriber, until=clock.now() + CODE_LASTS, code=seal_for(Knock, "code", code))
    made.code_hash = hash_of(made, code)
    made.save(force_insert=True)
    outbox.queue(CODE, recipient_ref=str(made.reference), dedupe_key=f"{CODE}:{made.reference}")
    record("knocked", subscriber, by=by)
    return made


def hash_of(row: Knock, code: str) -> str:
    return lookup("panel code", f"{row.reference.hex}:{code}")


def open_knock(reference: UUID) -> Knock | None:
    """A knock whose code still works."""
    waiting = Knock.objects.select_related("subscriber").filter(until__gt=clock.now(), tries__lt=MOST_TRIES)
    return waiting.filter(reference=reference).first()


def enter(*, reference: UUID, code: str, by: By) -> Subscriber:
    """Join, or come back, with the code that was sent.

    Raises `WrongCode`. The try is counted in a transaction of its own, so it stays counted."""
    if not fits(reference=reference, code=code, by=by):
        raise WrongCode
    return join(reference=reference, by=by)


@transaction.atomic
def fits(*, reference: UUID, code: str, by: By) -> bool:
    """Whether the code fits. Every try is counted."""
    row = Knock.objects.select_for_update().filter(reference=reference, tries__lt=MOST_TRIES).first()
    if row is None or row.until <= clock.now():
        return False
    row.tries += 1
    row.save(update_fields=["tries"])
    return compare_digest(row.code_hash, hash_of(row, code.strip()))


@transaction.atomic
def join(*, reference: UUID, by: By) -> Subscriber:
    """Put the person who knocked on the panel; the code is spent. Raises `WrongCode` if it was spent before.

    Nothing is sent to them until they say that their address is safe."""
    row = Knock.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise WrongCode
    subscriber = Subscriber.objects.select_for_update().get(pk=row.subscriber_id)
    subscriber.knocks.all().delete()
    if subscriber.state == State.ASKED:
        subscriber.state, subscriber.joined_on = State.JOINED, clock.today()
        subscriber.save(update_fields=["state", "joined_on"])
        record("joined", subscriber, by=by)
    else:
        record("came back", subscriber, by=by)
    return subscriber


@transaction.atomic
def forget_knocks(*, by: By) -> int:
    """Destroy codes and visits whose time is over, and addresses that nobody proved to be theirs."""
    Knock.objects.filter(until__lte=clock.now()).delete()
    Visit.objects.filter(until__lte=clock.now()).delete()
    return Subscriber.objects.filter(state=State.ASKED, knocks=None).delete()[0]


@transaction.atomic
def write_topic(*, topic: Topic, by: By) -> Topic:
    """Keep a new or changed topic. Its words can be seen by others: telling words are refused."""
    if words := telling_words(f"{topic.key} {topic.name}"):
        raise ValidationError({"name": f"Others can see this, so it must not say: {', '.join(words)}."})
    topic.full_clean()
    topic.save()
    record("wrote", topic, by=by, key=topic.key)
    return topic
