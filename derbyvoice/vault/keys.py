"""Which keys this process holds. Public keys are everywhere; a private key only where its secret was put."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from derbyvoice.lib.envelopes import Keyring

PURPOSES = {
    "voice": "words that people tell the office; opened in staff pages by researchers",
    "safeguarding": "what a safeguarding lead must read when somebody may be in danger; opened in their pages alone",
    "contact": "addresses and numbers; opened by the sender of messages",
    "case": "what an officer needs to reach a person; opened in staff pages",
    "account": "second factors of people who sign in",
}


@lru_cache(maxsize=4)
def _keyring(folder: Path) -> Keyring:
    from derbyvoice.vault.files import read_keyring

    return read_keyring(folder)


def keyring() -> Keyring:
    """The keys in this process's key folder."""
    return _keyring(settings.KEYS_DIR)


def forget_keys() -> None:
    """Read the key folder anew at the next use, after a rotation."""
    _keyring.cache_clear()
