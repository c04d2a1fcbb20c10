"""Offering a private page, the first visit with the officer's code, and coming back with return words."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import PERSON
from derbyvoice.lib.envelopes import EnvelopeError, PersonKey, PrivateKey, PublicKey, new_pair, person_key
from derbyvoice.lib.keys import hash_of_code, is_code
from derbyvoice.lib.words import ReturnWords, new_words
from derbyvoice.notifications.outbox import queue
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_as_person, seal_for
from services.cases.models import Case
from services.witness_care.choices import SpaceState
from services.witness_care.models import PrivateSpace

LINK = "witness_care.link"
DAYS_OF_OFFER = 28
CODE_DIGITS = 8
MOST_TRIES = 5
AT_ONCE: Final = BoundedSemaphore(2)
"""Each try fills much memory for a tenth of a second: two at a time keep a guesser slow and the process alive."""


class CodeRefused(Exception):
    """The code is wrong, was tried too often, or its time is over."""


class WordsRefused(Exception):
    """These are not the return words of this page."""


@dataclass(frozen=True, repr=False)
class Offer:
    """A fresh page and the code that the officer says to the person. The code is shown once and kept hashed."""

    space: PrivateSpace
    code: str


@transaction.atomic
def offer_space(case: Case, *, by: User, now: datetime) -> Offer:
    """Close any earlier page of this case, make a new one, and queue the neutral message with its link.

    Whether the message is safe is asked when it is sent. The link alone opens nothing: the first visit needs the
    code, which the officer says by voice."""
    Case.objects.select_for_update().get(pk=case.pk)
    for earlier in PrivateSpace.objects.select_for_update().filter(case=case).exclude(state=SpaceState.CLOSED):
        close_space(earlier, by=by)
    token, code = secrets.token_hex(24), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    space = PrivateSpace.objects.create(
        case=case,
        token_hash=hash_of(token),
        token=seal_for(PrivateSpace, "token", token),
        code_hash=hash_of_code(code),
        salt=secrets.token_bytes(16),
        offered_at=now,
        offered_by=by,
        offer_ends_on=timezone.localdate(now) + timedelta(days=DAYS_OF_OFFER),
    )
    record("private page offered", space, by=by)
    queue(LINK, recipient_ref=f"case:{case.pk}", context_ref=f"space:{space.pk}", dedupe_key=f"space:{space.pk}")
    return Offer(space, code)


def hash_of(token: str) -> str:
    """The token is long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@transaction.atomic
def close_space(space: PrivateSpace, *, by: User) -> None:
    """The link, the code and the return words stop working. What was written stays with the case."""
    PrivateSpace.objects.filter(pk=space.pk).update(state=SpaceState.CLOSED, token=None, code_hash="")
    record("private page closed", space, by=by)


def first_visit(space: PrivateSpace, code: str, *, now: datetime) -> tuple[ReturnWords, PersonKey]:
    """The officer's code opens the page and gives return words. Until they are noted, the code works again.

    Raises `CodeRefused`; a try that fails is counted and kept."""
    if not count_try(space, now):
        raise CodeRefused
    with AT_ONCE:
        right = is_code(code, space.code_hash)
    if not right:
        raise CodeRefused
    return give_words(space)


@transaction.atomic
def count_try(space: PrivateSpace, now: datetime) -> bool:
    """Count this try in one statement, so that many at once cannot get past the limit. False when none is left."""
    today = timezone.localdate(now)
    offered = PrivateSpace.objects.filter(
        pk=space.pk, state=SpaceState.OFFERED, code_tries__lt=MOST_TRIES, offer_ends_on__gte=today
    )
    return bool(offered.update(code_tries=F("code_tries") + 1))


@transaction.atomic
def give_words(space: PrivateSpace) -> tuple[ReturnWords, PersonKey]:
    """Fresh return words, and a key pair of which the private half opens with them alone.

    Raises `CodeRefused` when words were noted, or the page closed, a moment before: those words must go on working."""
    words, pair = new_words(), new_pair("space")
    key = key_from(words, space)
    raw = base64.b64encode(pair.private.raw)
    sealed = seal_for(PrivateSpace, "private_key", raw, person=key)
    offered = PrivateSpace.objects.filter(pk=space.pk, state=SpaceState.OFFERED)
    if not offered.update(public_key=pair.public.raw, private_key=sealed, code_tries=0):
        raise CodeRefused
    return words, key


@transaction.atomic
def noted(space: PrivateSpace, *, now: datetime) -> None:
    """The person has noted their words: from now on the words open the page, and the code does not.

    Words that were replaced meanwhile by newer ones are not taken as noted."""
    offered = PrivateSpace.objects.filter(pk=space.pk, state=SpaceState.OFFERED, public_key=stored(space.public_key))
    if offered.update(state=SpaceState.OPEN, opened_on=timezone.localdate(now), token=None, code_hash=""):
        record("private page opened", space, by=PERSON)


def come_back(space: PrivateSpace, words: ReturnWords) -> PersonKey:
    """The key that these words give, if they are the words of this page. Raises `WordsRefused`."""
    key = key_from(words, space)
    private_key_of(space, key)
    return key


def key_from(words: ReturnWords, space: PrivateSpace) -> PersonKey:
    with AT_ONCE:
        return person_key(str(words), bytes(space.salt))


def private_key_of(space: PrivateSpace, key: PersonKey) -> PrivateKey:
    """The page's own private key, opened by its person. Raises `WordsRefused`."""
    try:
        raw = base64.b64decode(open_as_person(space, "private_key", person=key))
    except EnvelopeError as wrong:
        raise WordsRefused from wrong
    return PrivateKey("space", key_id_of(space), raw)


def public_key_of(space: PrivateSpace) -> PublicKey:
    """What staff seal their words with, so that this page's person can open them."""
    return PublicKey("space", key_id_of(space), stored(space.public_key))


def key_id_of(space: PrivateSpace) -> str:
    return space.public_id.hex[:8]


def stored(raw: "bytes | memoryview[int] | None") -> bytes:
    """A key of a page in use, as the database gave it. Raises `ValueError` where the page has none yet."""
    if raw is None:
        raise ValueError("This page has no keys yet.")
    return bytes(raw)
