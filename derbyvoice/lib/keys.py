"""The keys that seal and open envelopes, and the keyed hash by which sealed things are looked up.

A *purpose* ("voice", "contact", "case") is a kind of reader. Every process holds its public key and can
seal; only the processes that need to read hold the private one. A *person* has a key of their own,
worked out from their return words each time they come back and kept nowhere.
"""

import base64
import binascii
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

from nacl import bindings, pwhash
from nacl.exceptions import InvalidkeyError

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
ARGON2ID_PASSES: Final = 2
"""How often Argon2id goes through its memory; libsodium's figure for interactive use."""
ARGON2ID_MEMORY: Final = 64 * 1024 * 1024
"""Bytes of memory Argon2id fills for each guess; libsodium's figure for interactive use."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}\Z", re.ASCII)


class EnvelopeError(Exception):
    """An envelope was not opened."""


class NotForThisReader(EnvelopeError):
    """The envelope was not sealed for this reader."""


class KeyNotHere(NotForThisReader):
    """The envelope is for this purpose, but the key it needs is not held here (kept elsewhere, or retired)."""


class Tampered(EnvelopeError):
    """The envelope is not what was sealed: changed, cut, moved to another row, or no envelope at all."""


@dataclass(frozen=True)
class _Key:
    purpose: str
    key_id: str
    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        for name in (self.purpose, self.key_id):
            if not _NAME.match(name):
                raise ValueError(f"{name!r} is not a name for a key: use a-z, 0-9, - and _, at most 32.")
        if len(self.raw) != KEY_BYTES:
            raise ValueError(f"A key has {KEY_BYTES} bytes, not {len(self.raw)}.")

    def as_text(self) -> str:
        """The key on one line, "purpose:key_id:base64", for a file of secrets or the environment."""
        return f"{self.purpose}:{self.key_id}:{base64.b64encode(self.raw).decode('ascii')}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The key that `as_text` wrote. Raises ValueError, which never repeats the text."""
        try:
            purpose, key_id, encoded = text.strip().split(":")
            raw = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise ValueError("A key is written purpose:key_id:base64.") from None
        return cls(purpose, key_id, raw)


@dataclass(frozen=True)
class PublicKey(_Key):
    """With this key anybody can seal an envelope that only the holder of the private key can open."""


@dataclass(frozen=True)
class PrivateKey(_Key):
    """Opens what was sealed with its public key (X25519)."""

    @property
    def public(self) -> PublicKey:
        """The public key that belongs to this one."""
        return PublicKey(self.purpose, self.key_id, bindings.crypto_scalarmult_base(self.raw))


class KeyPair(NamedTuple):
    """A public key and its private key."""

    public: PublicKey
    private: PrivateKey


def new_pair(purpose: str) -> KeyPair:
    """A fresh pair for a purpose, with a random key id of eight characters."""
    private = PrivateKey(purpose, secrets.token_hex(4), secrets.token_bytes(KEY_BYTES))
    return KeyPair(private.public, private)


@dataclass(frozen=True)
class PersonKey:
    """The key of one person, worked out from their return words."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise ValueError(f"A key has {KEY_BYTES} bytes, not {len(self.raw)}.")


def person_key(words: str, salt: bytes) -> PersonKey:
    """The key that belongs to these return words (Argon2id: about a tenth of a second, 64 MiB).

    The words must be written exactly as they were given out: pass `str(words.normalise(typed))`. The salt,
    16 random bytes, is kept with the row it belongs to and is no secret.
    """
    if not words:
        raise ValueError("There are no words to work a key out from.")
    raw = pwhash.argon2id.kdf(KEY_BYTES, words.encode(), salt, opslimit=ARGON2ID_PASSES, memlimit=ARGON2ID_MEMORY)
    return PersonKey(raw)


def hash_of_code(code: str) -> str:
    """What is kept of a code that somebody is told, at the same cost to guess as return words."""
    return pwhash.argon2id.str(code.encode(), opslimit=ARGON2ID_PASSES, memlimit=ARGON2ID_MEMORY).decode()


def is_code(code: str, kept: str) -> bool:
    """Whether this is the code of which that hash was kept."""
    try:
        return bool(pwhash.verify(kept.encode(), code.encode(errors="replace")))
    except InvalidkeyError:
        return False


class Keyring:
    """The keys one process holds: for each purpose several key ids, of which one is current.

    New envelopes are sealed with the current key, which is the last one given unless `current` names another by
    its key id; older ones still open with the older keys until they have been re-wrapped. A private key brings its
    public key with it. Raises ValueError when `current` names no key, or two different keys share a name.
    """

    def __init__(
        self,
        public: Iterable[PublicKey] = (),
        private: Iterable[PrivateKey] = (),
        current: Mapping[str, str] | None = None,
    ) -> None:
        self._private = {(key.purpose, key.key_id): key for key in private}
        self._public: dict[tuple[str, str], PublicKey] = {}
        for key in [*public, *(key.public for key in self._private.values())]:
            if self._public.setdefault((key.purpose, key.key_id), key) != key:
                raise ValueError(f"Two different keys are called {key.purpose}:{key.key_id}.")
        self._current = {key.purpose: key for key in self._public.values()} | self._named(current or {})

    def _named(self, current: Mapping[str, str]) -> dict[str, PublicKey]:
        for name in current.items():
            if name not in self._public:
                raise ValueError(f"There is no key {name[0]}:{name[1]} to be the current one.")
        return {purpose: self._public[purpose, key_id] for purpose, key_id in current.items()}

    def __repr__(self) -> str:
        return f"<Keyring seals {sorted(self._current)}, opens {sorted(self.opens)}>"

    @property
    def opens(self) -> frozenset[str]:
        """The purposes whose envelopes this process can read."""
        return frozenset(purpose for purpose, _ in self._private)

    def public(self, purpose: str) -> PublicKey:
        """The key to seal with today. Raises KeyNotHere."""
        if purpose not in self._current:
            raise KeyNotHere(f"There is no public key for {purpose!r} on this keyring.")
        return self._current[purpose]

    def private(self, purpose: str, key_id: str) -> PrivateKey:
        """The key to open with. Raises KeyNotHere."""
        if (purpose, key_id) not in self._private:
            raise KeyNotHere(f"The private key {purpose}:{key_id} is not on this keyring.")
        return self._private[purpose, key_id]

    def only(self, purpose: str) -> "Keyring":
        """This keyring with nothing but the keys of one purpose, so that a reader opens only what is theirs."""
        current = self._current.get(purpose)
        return Keyring(
            public=[key for key in self._public.values() if key.purpose == purpose],
            private=[key for key in self._private.values() if key.purpose == purpose],
            current={purpose: current.key_id} if current else {},
        )

    def holds(self, purpose: str, key_id: str) -> bool:
        """Whether `private` would answer."""
        return (purpose, key_id) in self._private


def keyed_hash(key: bytes, kind: str, value: str) -> str:
    """64 hexadecimal characters by which a sealed value can be found again (BLAKE2b, 32 bytes).

    The same value gives the same characters only under the same key and kind, so a stolen table cannot be
    searched with a list of addresses, nor one column compared with another. The key has 32 to 64 bytes.
    """
    if not KEY_BYTES <= len(key) <= bindings.crypto_generichash_KEYBYTES_MAX:
        raise ValueError(f"The key of a keyed hash has 32 to 64 bytes, not {len(key)}.")
    name = kind.encode()
    message = len(name).to_bytes(4, "big") + name + value.encode()
    return bindings.crypto_generichash_blake2b_salt_personal(message, KEY_BYTES, key).hex()


def normalise_email(address: str) -> str:
    """An address as it is hashed: without blanks around it, in one Unicode form, in lower case."""
    return unicodedata.normalize("NFKC", address).strip().casefold()
