"""Return words: how somebody comes back to what they sent without an account.

One key is worked out from the words (Argon2id). Its keyed hash finds the row; the key itself opens the envelope in
which the response's own key lies, and with that the person's words open. None of the three is stored."""

import secrets
from threading import BoundedSemaphore
from typing import Final

from derbyvoice.lib.envelopes import NotForThisReader, PersonKey, person_key
from derbyvoice.lib.words import new_words, normalise
from derbyvoice.vault.sealing import lookup, open_as_person, seal_for
from surveys.responses.models import Response

AT_ONCE: Final = BoundedSemaphore(2)
"""Each try fills 64 MiB for a tenth of a second: two at a time keep a guesser slow and the process alive."""


def new_response_key() -> PersonKey:
    """The key to one person's words. It exists in sealed form only."""
    return PersonKey(secrets.token_bytes(32))


def key_from(words: str) -> PersonKey:
    """The key that these words give. The salt is this installation's own and is no column of a table."""
    salt = bytes.fromhex(lookup("salt", "return words"))[:16]
    with AT_ONCE:
        return person_key(words, salt)


def finder_of(key: PersonKey) -> str:
    return lookup("return words", key.raw.hex())


def lock(response: Response, response_key: PersonKey) -> str:
    """Give the response new return words; the caller saves `finder` and `way_back`. Gives the words."""
    words = str(new_words())
    key = key_from(words)
    response.finder = finder_of(key)
    response.way_back = seal_for(Response, "way_back", response_key.raw.hex(), person=key)
    return words


def find(typed: str) -> tuple[Response, PersonKey] | None:
    """The response that these words belong to, and the key to its words. Raises `UnknownWord` for a slip."""
    key = key_from(str(normalise(typed)))
    response = Response.objects.standing().select_related("version").filter(finder=finder_of(key)).first()
    if response is None:
        return None
    try:
        return response, PersonKey(bytes.fromhex(open_as_person(response, "way_back", person=key)))
    except NotForThisReader:
        return None
