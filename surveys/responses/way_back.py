"""Return words: how somebody comes back to what they sent, or are still writing, without an account.

One key is worked out from the words (Argon2id). Its keyed hash finds the row; the key itself opens the envelope in
which the response's own key lies, and with that the person's words open. None of the three is stored."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from threading import BoundedSemaphore
from typing import Final

from derbyvoice.lib.envelopes import NotForThisReader, PersonKey, person_key
from derbyvoice.lib.words import new_words, normalise
from derbyvoice.vault.fields import Sealed
from derbyvoice.vault.sealing import lookup, open_as_person, seal_for
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Draft, Response

DRAFT_DAYS: Final = 14
"""What is being written is destroyed so many days after it was last touched."""
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
    lock_with(response, response_key, key_from(words))
    return words


def lock_with(response: Response, response_key: PersonKey, key: PersonKey) -> None:
    """Let the response be found and opened with the key that return words gave; the caller saves it."""
    response.finder = finder_of(key)
    response.way_back = seal_for(Response, "way_back", response_key.raw.hex(), person=key)


def lock_draft(draft: Draft, browser: BrowserKey) -> tuple[str, PersonKey]:
    """Give the draft return words; the caller saves `finder` and `way_back`. Gives the words and their key."""
    words = str(new_words())
    key = key_from(words)
    draft.finder = finder_of(key)
    draft.way_back = seal_for(Draft, "way_back", browser.raw.hex(), person=key)
    return words, key


@dataclass(frozen=True)
class FoundDraft:
    """A draft that return words found, the survey's address, and the key that the words gave."""

    draft: Draft
    place: str
    words_key: PersonKey

    def key_to(self, draft: Draft) -> BrowserKey:
        """The browser's key that opens the draft as it stands now: another browser may have taken it up since."""
        return BrowserKey(bytes.fromhex(open_as_person(draft, "way_back", person=self.words_key)))

    def seal_anew(self, browser: BrowserKey) -> Sealed:
        """The way back, now for the browser in which it is gone on with."""
        return seal_for(Draft, "way_back", browser.raw.hex(), person=self.words_key)


def find(typed: str, *, day: date) -> tuple[Response, PersonKey] | FoundDraft | None:
    """What these words belong to, sent or still being written, and the key to it. Raises `UnknownWord` for a slip."""
    key = key_from(str(normalise(typed)))
    try:
        return find_sent(key) or find_draft(key, day=day)
    except NotForThisReader:
        return None


def find_sent(key: PersonKey) -> tuple[Response, PersonKey] | None:
    found = Response.objects.standing().select_related("version").filter(finder=finder_of(key)).first()
    if found is None:
        return None
    return found, PersonKey(bytes.fromhex(open_as_person(found, "way_back", person=key)))


def find_draft(key: PersonKey, *, day: date) -> FoundDraft | None:
    drafts = Draft.objects.select_related("version__survey").filter(finder=finder_of(key))
    draft = drafts.filter(used_on__gte=day - timedelta(days=DRAFT_DAYS)).first()
    return FoundDraft(draft, draft.version.survey.slug, key) if draft else None
